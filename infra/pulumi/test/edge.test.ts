import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runProgram } from './run-program.ts'

const run = await runProgram('poc')
const { inputs } = run.named('aws:cloudfront/distribution:Distribution', 'edge-distribution')
const behaviour = (path: string) =>
  inputs.orderedCacheBehaviors.find(({ pathPattern }: { pathPattern: string }) => pathPattern === path)

describe('the origin group', () => {
  it('has exactly two members, which is what CloudFront takes', () => {
    expect(inputs.originGroups).toHaveLength(1)
    expect(inputs.originGroups[0].members).toEqual([{ originId: 'nearest' }, { originId: 'next' }])
  })

  it('fails over on connection failures and time-outs as well as errors', () => {
    expect(inputs.originGroups[0].failoverCriteria.statusCodes).toEqual([500, 502, 503, 504])
  })

  it('leads to names that Route 53 answers by health', () => {
    const origins = inputs.origins.map((origin: { originId: string; domainName: string }) => [
      origin.originId,
      origin.domainName,
    ])
    expect(origins).toEqual([
      ['nearest', 'nearest.meridian.example'],
      ['next', 'next.meridian.example'],
      ['writes', 'nearest.meridian.example'],
    ])
  })

  it('serves pages, by reading methods only', () => {
    expect(inputs.defaultCacheBehavior).toMatchObject({
      targetOriginId: 'pages',
      allowedMethods: ['GET', 'HEAD', 'OPTIONS'],
    })
  })
})

describe.each(['/api/*', '/forms/*'])('the behaviour of %s', (path) => {
  it('takes writes, so it targets one origin and not a group', () => {
    expect(behaviour(path).targetOriginId).toBe('writes')
    expect(behaviour(path).allowedMethods).toContain('POST')
  })

  it('builds the group for reads in a viewer-request function', () => {
    expect(behaviour(path).functionAssociations).toEqual([
      {
        eventType: 'viewer-request',
        functionArn: expect.stringContaining('edge-read-failover'),
      },
    ])
  })
})

describe('the read-failover function', () => {
  const code = readFileSync(new URL('../functions/read-failover.js', import.meta.url), 'utf8')

  it('is within the 10 KB that CloudFront takes', () => {
    expect(Buffer.byteLength(code)).toBeLessThan(10_240)
  })

  it.each([
    ['GET', ['nearest', 'next']],
    ['HEAD', ['nearest', 'next']],
    ['POST', []],
    ['DELETE', []],
  ])('for %s groups the origins %j, all of which the distribution has', (method, expected) => {
    const grouped = runFunction(method)
    expect(grouped).toEqual(expected)
    const known = inputs.origins.map(({ originId }: { originId: string }) => originId)
    expect(known).toEqual(expect.arrayContaining(grouped))
  })

  /** Runs the code as CloudFront does: its `cf` module in scope, `handler` called by name. */
  function runFunction(method: string): string[] {
    const grouped: string[] = []
    const cf = {
      createRequestOriginGroup: ({ originIds }: { originIds: { originId: string }[] }) =>
        grouped.push(...originIds.map(({ originId }) => originId)),
    }
    const body = code.replace("import cf from 'cloudfront'", '')
    const request = { method, uri: '/api/campaigns' }
    const answer = new Function('cf', 'event', `${body}\nreturn handler(event)`)(cf, { request })
    expect(answer).toBe(request)
    return grouped
  }
})

describe('failures', () => {
  it('are not kept at the edge', () => {
    for (const response of inputs.customErrorResponses) expect(response.errorCachingMinTtl).toBe(0)
  })

  it('to answer a write are not declared while a service may still park it', () => {
    const writes = inputs.origins.find(({ originId }: { originId: string }) => originId === 'writes')
    expect(writes.customOriginConfig.originReadTimeout).toBe(30)
  })

  it('are noticed within seconds', () => {
    for (const origin of inputs.origins) expect(origin.connectionTimeout * origin.connectionAttempts).toBe(2)
  })
})
