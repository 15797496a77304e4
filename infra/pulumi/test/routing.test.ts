import { AREAS, dnsNames, otherRegions, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { type Registered, runProgram } from './run-program.ts'

const run = await runProgram('poc')
const names = dnsNames('meridian.example')
const records = run.ofType('aws:route53/record:Record')
const at = (name: string): readonly Registered[] => records.filter(({ inputs }) => inputs.name === name)

describe.each([
  ['nearest', names.nearest, (home: RegionId) => names.tree(home)],
  ['next', names.next, (home: RegionId) => names.rest(home)],
] as const)('the area table of %s', (_, name, targetOf) => {
  const table = at(name)

  it('has a record for every area, each an alias to a tree of its home', () => {
    const seen = table.map(({ inputs }) => [inputs.setIdentifier, inputs.aliases[0].name])
    expect(seen.sort()).toEqual(AREAS.map((area) => [area.id, targetOf(area.home)]).sort())
  })

  it('ends in a default, so that a visitor from nowhere gets an answer', () => {
    const defaults = table.filter(({ inputs }) => inputs.geolocationRoutingPolicies[0].country === '*')
    expect(defaults).toHaveLength(1)
  })

  it('points at names that exist, and follows their health', () => {
    for (const { inputs } of table) {
      expect(at(inputs.aliases[0].name).length).toBeGreaterThan(1)
      expect(inputs.aliases[0].evaluateTargetHealth).toBe(true)
    }
  })

  it('waits for the records it points at', () => {
    for (const record of table)
      for (const target of at(record.inputs.aliases[0].name))
        expect(record.dependencies).toContain(target.name)
  })
})

describe.each(REGION_IDS)('the tree of %s', (home) => {
  const byRole = (role: string) => at(names.tree(home)).find(({ inputs }) => inputs.setIdentifier === role)

  it('prefers the region while its health check and targets say it is healthy', () => {
    expect(byRole('primary')?.inputs).toMatchObject({
      failoverRoutingPolicies: [{ type: 'PRIMARY' }],
      healthCheckId: `routing-${REGIONS[home].code}-id`,
      aliases: [{ name: balancerName(home), evaluateTargetHealth: true }],
    })
  })

  it('falls back to the other regions', () => {
    expect(byRole('secondary')?.inputs).toMatchObject({
      failoverRoutingPolicies: [{ type: 'SECONDARY' }],
      aliases: [{ name: names.rest(home), evaluateTargetHealth: true }],
    })
  })

  it('chooses among the others by latency and health, never itself', () => {
    const rest = at(names.rest(home)).map(({ inputs }) => ({
      region: inputs.latencyRoutingPolicies[0].region,
      healthCheckId: inputs.healthCheckId,
      alias: inputs.aliases[0].name,
    }))
    expect(rest).toEqual(
      otherRegions(home).map((region) => ({
        region,
        healthCheckId: `routing-${REGIONS[region].code}-id`,
        alias: balancerName(region),
      })),
    )
  })

  it('has a name for the region whatever its health', () => {
    const [record] = at(names.region(home))
    expect(record?.inputs).toMatchObject({
      aliases: [{ name: balancerName(home), evaluateTargetHealth: false }],
    })
    expect(record?.inputs.healthCheckId).toBeUndefined()
  })
})

describe('what visitors type', () => {
  it.each([names.www, 'meridian.example'])('%s leads to the edge over IPv4 and IPv6', (name) => {
    const found = at(name).map(({ inputs }) => [inputs.type, inputs.aliases])
    const alias = {
      name: 'd111111abcdef8.cloudfront.net',
      zoneId: 'Z2FDTNDATAQYW2',
      evaluateTargetHealth: false,
    }
    expect(found).toEqual([
      ['A', [alias]],
      ['AAAA', [alias]],
    ])
  })
})

describe('the zone', () => {
  it('is neither signed nor logged in poc, whose domain is not delegated', () => {
    expect(run.ofType('aws:route53/hostedZoneDnsSec:HostedZoneDnsSec')).toEqual([])
    expect(run.ofType('aws:route53/queryLog:QueryLog')).toEqual([])
  })

  it('is signed in production by a key that Route 53 takes, in us-east-1', async () => {
    const production = await runProgram('production')
    const { inputs, region } = production.named('aws:kms/key:Key', 'dns-signing')
    expect(region).toBe('use1')
    expect(inputs).toMatchObject({ customerMasterKeySpec: 'ECC_NIST_P256', keyUsage: 'SIGN_VERIFY' })
    const statements = JSON.parse(inputs.policy).Statement as { Sid: string; Condition?: unknown }[]
    expect(statements.find(({ Sid }) => Sid === 'Route53Signs')?.Condition).toMatchObject({
      StringEquals: { 'aws:SourceAccount': '000000000000' },
    })
    expect(production.outputs.zone).toHaveProperty('dsRecord')
    const log = production.named('aws:route53/queryLog:QueryLog', 'dns-queries')
    expect(log.dependencies).toEqual(expect.arrayContaining(['dns-queries']))
  })
})

describe('health checks', () => {
  it('ask each load balancer every 10 s, over TLS and by its own name, whether its region can serve reads', () => {
    const checks = run.ofType('aws:route53/healthCheck:HealthCheck')
    expect(checks.map(({ inputs }) => inputs.fqdn)).toEqual(REGION_IDS.map((region) => names.region(region)))
    for (const check of checks)
      expect(check.inputs).toMatchObject({
        type: 'HTTPS',
        port: 443,
        enableSni: true,
        resourcePath: '/api/health/ready',
        requestInterval: 10,
        failureThreshold: 3,
      })
  })
})

function balancerName(region: RegionId): string {
  return `meridian-${REGIONS[region].code}-alb-1234567890.${region}.elb.amazonaws.com`
}
