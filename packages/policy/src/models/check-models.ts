import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { isRecord } from '../read/statements.ts'
import type { Finding, Severity } from '../rule.ts'
import type { CreateOperation } from './create-operation.ts'
import { OPERATIONS } from './operations.ts'
import type { ModelSource } from './shape.ts'
import { type Breach, validate } from './validate.ts'

/** The result of AWS's models for a graph, and how much of it they cover. */
export interface ModelReport {
  readonly findings: readonly Finding[]
  readonly sources: readonly string[]
  readonly checkedValues: number
  /** Inputs that no source has a member for, by type: the provider's own, or not looked at. */
  readonly unmatchedInputs: readonly string[]
  /** AWS types without a known operation. */
  readonly typesWithout: readonly string[]
}

/** Ids by which waivers name model findings. */
export const MODEL_RULES: Readonly<Record<Breach, Severity>> = {
  enumeration: 'critical',
  length: 'high',
  pattern: 'high',
  range: 'high',
  required: 'critical',
  kind: 'high',
}

type Values = Readonly<Record<string, unknown>>

/** Validates every resource's inputs against the request that would create it. */
export function checkModels(graph: ResourceGraph, sources: readonly ModelSource[]): ModelReport {
  const findings = new Map<string, Finding>()
  const typesWithout = new Set<string>()
  const unmatched = new Map<string, number>()
  let checkedValues = 0

  for (const node of graph.nodes.filter(({ type }) => type.startsWith('aws:'))) {
    const operation = OPERATIONS[node.type]
    if (!operation) {
      typesWithout.add(node.type)
      continue
    }
    const request = requestOf(node, operation)
    for (const source of sources) {
      const shape = source.request(operation.service, operation.operation)
      if (!shape) continue
      const { violations, checked, unmatched: unknown } = validate(shape, request)
      checkedValues += checked
      for (const path of unknown) {
        const input = `${node.type} ${path.replaceAll(/\[\d+\]/g, '[]')}`
        unmatched.set(input, (unmatched.get(input) ?? 0) + 1)
      }
      for (const { breach, path, seen, wanted } of violations) {
        if (breach === 'required' && operation.filled?.includes(path.split('.').at(-1) ?? '')) continue
        const finding: Finding = {
          rule: `model-${breach}`,
          severity: MODEL_RULES[breach],
          resource: node.urn,
          property: path,
          seen,
          wanted: `${wanted} (${operation.service} ${operation.operation})`,
          nextStep: 'AWS would refuse the request; correct the input.',
        }
        // Both sources find most mistakes; report each once.
        findings.set(`${node.urn} ${finding.rule} ${path.toLowerCase()}`, finding)
      }
    }
  }
  return {
    findings: [...findings.values()],
    sources: sources.map(({ version }) => version),
    checkedValues,
    unmatchedInputs: [...unmatched.keys()].sort(),
    typesWithout: [...typesWithout].sort(),
  }
}

function requestOf({ inputs }: ResourceNode, { within, names = {} }: CreateOperation): Values {
  let request: Values = inputs
  for (const [from, to] of Object.entries(names)) {
    const value = from
      .split('.')
      .reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), request)
    if (value === undefined) continue
    request = without(request, from.split('.'))
    if (to !== undefined) request = withValue(request, to.split('.'), value)
  }
  return within ? { [within]: request } : request
}

function without(values: Values, [key = '', ...rest]: readonly string[]): Values {
  const { [key]: inner, ...others } = values
  return rest.length > 0 && isRecord(inner) ? { ...others, [key]: without(inner, rest) } : others
}

function withValue(values: Values, [key = '', ...rest]: readonly string[], value: unknown): Values {
  const inner = values[key]
  return {
    ...values,
    [key]: rest.length === 0 ? value : withValue(isRecord(inner) ? inner : {}, rest, value),
  }
}
