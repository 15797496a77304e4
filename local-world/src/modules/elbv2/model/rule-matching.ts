import { BlockList } from 'node:net'
import type { ListenerPlan, RuleCondition, RulePlan } from './load-balancer-plan.ts'

/** The parts of a request that rules match. */
export interface RoutedRequest {
  readonly method: string
  readonly host: string
  /** Without the query. */
  readonly path: string
  /** Without the question mark. */
  readonly query: string
  readonly sourceIp: string
  header(name: string): string | undefined
}

type Test = (request: RoutedRequest) => boolean

/** Compiles a listener's rules once; the result returns the first rule that matches a request. */
export function compileRules(listener: ListenerPlan): (request: RoutedRequest) => RulePlan {
  const compiled = listener.rules.map((rule) => ({ rule, tests: rule.conditions.map(compileCondition) }))
  return (request) => {
    const match = compiled.find(({ tests }) => tests.every((test) => test(request)))
    if (match) return match.rule
    throw new Error(`Listener ${listener.arn} has no default rule`)
  }
}

function compileCondition(condition: RuleCondition): Test {
  switch (condition.field) {
    case 'path-pattern': {
      const isMatch = anyPattern(condition.values, 'case sensitive')
      return (request) => isMatch(request.path)
    }
    case 'host-header': {
      const isMatch = anyPattern(condition.values, 'any case')
      return (request) => isMatch(request.host.replace(/:\d+$/, ''))
    }
    case 'http-header': {
      const isMatch = anyPattern(condition.values, 'any case')
      return (request) => isMatch(request.header(condition.header.toLowerCase()) ?? '')
    }
    case 'http-request-method':
      return (request) => condition.values.includes(request.method)
    case 'query-string':
      return compileQuery(condition.values)
    case 'source-ip':
      return compileSource(condition.values)
  }
}

function anyPattern(patterns: readonly string[], sensitivity: 'case sensitive' | 'any case') {
  const expressions = patterns.map((pattern) => wildcards(pattern, sensitivity === 'any case' ? 'i' : ''))
  return (value: string) => expressions.some((expression) => expression.test(value))
}

/** `*` matches any characters, `?` exactly one. */
function wildcards(pattern: string, flags: string): RegExp {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, `s${flags}`)
}

/** A value without a key matches any key; both are case-insensitive. */
function compileQuery(values: readonly { readonly key: string; readonly value: string }[]): Test {
  const expressions = values.map(({ key, value }) => ({
    key: wildcards(key === '' ? '*' : key, 'i'),
    value: wildcards(value, 'i'),
  }))
  return (request) =>
    [...new URLSearchParams(request.query)].some(([key, value]) =>
      expressions.some((expression) => expression.key.test(key) && expression.value.test(value)),
    )
}

function compileSource(ranges: readonly string[]): Test {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', prefix = '32'] = range.split('/')
    list.addSubnet(network, Number(prefix), network.includes(':') ? 'ipv6' : 'ipv4')
  }
  return (request) => list.check(request.sourceIp, request.sourceIp.includes(':') ? 'ipv6' : 'ipv4')
}
