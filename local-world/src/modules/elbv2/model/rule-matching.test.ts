import { describe, expect, it } from 'vitest'
import type { RuleCondition } from './load-balancer-plan.ts'
import { compileRules, type RoutedRequest } from './rule-matching.ts'

const REQUEST: RoutedRequest = {
  method: 'GET',
  host: 'www.example.com',
  path: '/api/campaigns/ev9',
  query: 'locale=ko&preview',
  sourceIp: '198.18.1.20',
  header: (name) => (name === 'user-agent' ? 'Mozilla/5.0 (Chrome)' : undefined),
}

function matches(condition: RuleCondition, request: Partial<RoutedRequest> = {}): boolean {
  const action = { type: 'fixed-response', statusCode: 200, contentType: 'text/plain', body: '' } as const
  const ruleFor = compileRules({
    arn: 'listener',
    port: 80,
    protocol: 'HTTP',
    tls: undefined,
    rules: [
      { arn: 'rule', priority: 1, conditions: [condition], action },
      { arn: 'default', priority: 'default', conditions: [], action },
    ],
  })
  return ruleFor({ ...REQUEST, ...request }).arn === 'rule'
}

describe('a path pattern', () => {
  it.each([
    ['/api/*', '/api/', true],
    ['/api/*', '/api', false],
    ['/api/*', '/API/leads', false],
    ['/img/*.png', '/img/a/b.png', true],
    ['/v?/leads', '/v1/leads', true],
    ['/v?/leads', '/v10/leads', false],
    ['/a.b', '/aXb', false],
    ['/(x)+', '/(x)+', true],
  ])('%s against %s: %s', (pattern, path, isMatch) => {
    expect(matches({ field: 'path-pattern', values: [pattern] }, { path })).toBe(isMatch)
  })
})

describe('other conditions', () => {
  it('compare the host without case and port', () => {
    const condition = { field: 'host-header', values: ['*.EXAMPLE.com'] } as const
    expect(matches(condition, { host: 'www.example.com:8080' })).toBe(true)
    expect(matches(condition, { host: 'example.com' })).toBe(false)
  })

  it('compare the method exactly', () => {
    expect(matches({ field: 'http-request-method', values: ['GET', 'HEAD'] })).toBe(true)
    expect(matches({ field: 'http-request-method', values: ['get'] })).toBe(false)
  })

  it('compare a header by pattern, without case', () => {
    expect(matches({ field: 'http-header', header: 'User-Agent', values: ['*chrome*'] })).toBe(true)
    expect(matches({ field: 'http-header', header: 'X-None', values: ['?*'] })).toBe(false)
  })

  it('compare query parameters by key and value, or by value alone', () => {
    expect(matches({ field: 'query-string', values: [{ key: 'locale', value: 'K?' }] })).toBe(true)
    expect(matches({ field: 'query-string', values: [{ key: '', value: 'ko' }] })).toBe(true)
    expect(matches({ field: 'query-string', values: [{ key: 'locale', value: 'en' }] })).toBe(false)
  })

  it('match the source address against CIDR ranges', () => {
    expect(matches({ field: 'source-ip', values: ['10.0.0.0/8', '198.18.1.0/24'] })).toBe(true)
    expect(matches({ field: 'source-ip', values: ['198.18.2.0/24'] })).toBe(false)
  })
})
