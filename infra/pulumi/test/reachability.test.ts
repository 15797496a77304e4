import { REGION_IDS, REGIONS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { contains, overlaps } from '../rules/addresses.ts'
import { type Registered, runProgram } from './run-program.ts'

const run = await runProgram('production')
const CODES = REGION_IDS.map((region) => REGIONS[region].code)
const ingress = run.ofType('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule')
const egress = run.ofType('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule')
const routes = run.ofType('aws:ec2/route:Route')

const groupOf = (rule: Registered): string => rule.inputs.securityGroupId.replace(/-id$/, '')
const isWide = (rule: Registered): boolean => rule.inputs.cidrIpv4 === '0.0.0.0/0'

describe('security groups', () => {
  it('open nothing to the world', () => {
    expect(ingress.filter(isWide)).toEqual([])
  })

  it.each(REGION_IDS.map((region) => [REGIONS[region].code, region] as const))(
    'let a load balancer in %s be asked by the edge, health checkers and its own NAT alone, over TLS',
    (code, region) => {
      const callers = ingress
        .filter((rule) => groupOf(rule).startsWith(`${code}-security-load-balancer`))
        .map(({ inputs }) => [inputs.fromPort, inputs.prefixListId ?? inputs.cidrIpv4])
      expect(callers.sort()).toEqual(
        [
          [443, `address-of-${code}-network-nat-1/32`],
          [443, `address-of-${code}-network-nat-2/32`],
          [443, `list-com.amazonaws.${region}.route53-healthchecks`],
          [443, 'list-com.amazonaws.global.cloudfront.origin-facing'],
        ].sort(),
      )
    },
  )

  it('hold no more rules than AWS takes, which counts a prefix list as all it may hold', () => {
    const weight = (rule: Registered): number => {
      const list = String(rule.inputs.prefixListId ?? '')
      return list.includes('cloudfront') ? 55 : list.includes('route53') ? 25 : 1
    }
    const weights = Map.groupBy(ingress, groupOf)
    for (const [group, rules] of weights)
      expect([group, rules.reduce((sum, rule) => sum + weight(rule), 0) <= 60]).toEqual([group, true])
  })

  it('admit the addresses that a stack lets probe its regions', async () => {
    const probed = await runProgram('poc', { 'meridian:directProbeCidrs': '203.0.113.7/32,198.51.100.0/24' })
    const added = probed
      .ofType('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule')
      .filter(({ name }) => name.includes('from-probe'))
    expect(added.map(({ inputs }) => inputs.cidrIpv4)).toEqual(
      CODES.flatMap(() => ['203.0.113.7/32', '198.51.100.0/24']),
    )
  })

  it('let tasks call out on 443, and databases not at all', () => {
    const ports = new Set(egress.filter(isWide).map((rule) => rule.inputs.fromPort))
    expect([...ports]).toEqual([443])
    expect(egress.filter((rule) => groupOf(rule).endsWith('-database'))).toEqual([])
  })

  it('name one TCP port in every rule', () => {
    const loose = [...ingress, ...egress].filter(
      ({ inputs }) => inputs.ipProtocol !== 'tcp' || inputs.fromPort !== inputs.toPort,
    )
    expect(loose).toEqual([])
  })

  it('hold no inline rules, which would fight the separate ones', () => {
    const groups = run.ofType('aws:ec2/securityGroup:SecurityGroup')
    expect(groups.filter(({ inputs }) => inputs.ingress || inputs.egress)).toEqual([])
  })

  it('empty the default group of every VPC', () => {
    const groups = run.ofType('aws:ec2/defaultSecurityGroup:DefaultSecurityGroup')
    expect(groups.map(({ inputs }) => [inputs.ingress, inputs.egress])).toEqual(CODES.map(() => [[], []]))
  })

  it.each(CODES.flatMap((from) => CODES.map((to) => [from, to] as const)))(
    'let marketing-api in %s reach the database in %s, both ways of looking',
    (from, to) => {
      const out = egress.filter(
        (rule) => groupOf(rule) === `${from}-security-marketing-api` && isDatabase(rule),
      )
      const into = ingress.filter((rule) => groupOf(rule) === `${to}-security-database` && isDatabase(rule))
      if (from === to) {
        expect(out.map(peer)).toContain(`${to}-security-database-id`)
        expect(into.map(peer)).toContain(`${from}-security-marketing-api-id`)
        return
      }
      for (const subnet of subnets(to, 'isolated'))
        expect(out.some((rule) => rule.inputs.cidrIpv4 && contains(rule.inputs.cidrIpv4, subnet))).toBe(true)
      for (const subnet of subnets(from, 'private'))
        expect(into.some((rule) => rule.inputs.cidrIpv4 && contains(rule.inputs.cidrIpv4, subnet))).toBe(true)
    },
  )

  const isDatabase = (rule: Registered): boolean => rule.inputs.fromPort === 5432
  const peer = (rule: Registered): string => rule.inputs.referencedSecurityGroupId ?? rule.inputs.cidrIpv4
})

describe('addresses', () => {
  it('never overlap between any two subnets of the three regions', () => {
    const all = run.ofType('aws:ec2/subnet:Subnet').map(({ inputs }) => inputs.cidrBlock as string)
    expect(all).toHaveLength(18)
    for (const [index, left] of all.entries())
      expect(all.slice(index + 1).filter((right) => overlaps(left, right))).toEqual([])
  })

  it.each([
    ['2', ['zone-a', 'zone-b']],
    ['3', ['zone-a', 'zone-b', 'zone-c']],
  ])('spread every tier over the %s zones that the stack asks for', async (zoneCount, names) => {
    const spread = await runProgram('production', { 'meridian:zoneCount': zoneCount })
    for (const code of CODES) {
      for (const tier of ['public', 'private', 'isolated'])
        expect(tierOf(spread, code, tier).map(({ inputs }) => inputs.availabilityZone)).toEqual(names)
      const natsOf = spread.ofType('aws:ec2/natGateway:NatGateway').filter(({ region }) => region === code)
      expect(natsOf).toHaveLength(names.length)
    }
  })
})

describe('routes', () => {
  it('lead from every private and isolated table to both other regions, through a peering', () => {
    for (const code of CODES)
      for (const table of ['private-1', 'private-2', 'isolated'])
        expect(destinations(`${code}-network-${table}-routes-id`, 'vpcPeeringConnectionId').sort()).toEqual(
          REGION_IDS.filter((region) => REGIONS[region].code !== code)
            .map((region) => REGIONS[region].vpcCidr)
            .sort(),
        )
  })

  it('lead out of private subnets by NAT, out of public ones by the gateway, out of isolated ones nowhere', () => {
    for (const code of CODES) {
      expect(destinations(`${code}-network-private-1-routes-id`, 'natGatewayId')).toEqual(['0.0.0.0/0'])
      expect(destinations(`${code}-network-public-routes-id`, 'gatewayId')).toEqual(['0.0.0.0/0'])
      expect(destinations(`${code}-network-isolated-routes-id`, 'natGatewayId')).toEqual([])
      expect(destinations(`${code}-network-isolated-routes-id`, 'gatewayId')).toEqual([])
    }
  })

  it('give each zone its own NAT in production and share one in poc', async () => {
    const poc = await runProgram('poc')
    expect(run.ofType('aws:ec2/natGateway:NatGateway')).toHaveLength(6)
    expect(poc.ofType('aws:ec2/natGateway:NatGateway')).toHaveLength(3)
    const natOf = (route: string) => poc.named('aws:ec2/route:Route', route).inputs.natGatewayId
    expect(natOf('use1-network-private-2-to-internet')).toBe(natOf('use1-network-private-1-to-internet'))
  })

  function destinations(table: string, through: string): string[] {
    return routes
      .filter(({ inputs }) => inputs.routeTableId === table && inputs[through] !== undefined)
      .map(({ inputs }) => inputs.destinationCidrBlock)
  }
})

describe('placement', () => {
  it('gives no task a public address and puts it in private subnets', () => {
    for (const { inputs, region } of run.ofType('aws:ecs/service:Service')) {
      expect(inputs.networkConfiguration.assignPublicIp).toBe(false)
      expect(inputs.networkConfiguration.subnets).toEqual([
        `${region}-network-private-1-id`,
        `${region}-network-private-2-id`,
      ])
    }
  })

  it('puts databases in isolated subnets, not publicly accessible', () => {
    for (const { inputs, region } of run.ofType('aws:rds/subnetGroup:SubnetGroup'))
      expect(inputs.subnetIds).toEqual([`${region}-network-isolated-1-id`, `${region}-network-isolated-2-id`])
    const instances = run.ofType('aws:rds/clusterInstance:ClusterInstance')
    expect(instances.filter(({ inputs }) => inputs.publiclyAccessible !== false)).toEqual([])
  })
})

function subnets(code: string, tier: string): string[] {
  return tierOf(run, code, tier).map(({ inputs }) => inputs.cidrBlock)
}

function tierOf(from: typeof run, code: string, tier: string): readonly Registered[] {
  return from
    .ofType('aws:ec2/subnet:Subnet')
    .filter(({ name }) => name.startsWith(`${code}-network-${tier}-`))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
}
