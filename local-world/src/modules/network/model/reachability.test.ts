import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FixtureProgram, fixtureProgram, inFixture } from '../../../../test/network/fixture-program.ts'
import { planNetwork } from '../plan/plan.ts'
import { TYPES } from '../resources.ts'
import { formatAddress } from './cidr.ts'
import type { NetworkPlan } from './network-plan.ts'
import { type Endpoint, judge } from './reachability.ts'

const whole = fixtureProgram().graph()
const plan = planNetwork(whole)
const TIER = { alb: 'public', tasks: 'private', database: 'isolated' } as const
type Purpose = keyof typeof TIER

/** An endpoint in the tier and group for a purpose; load balancers also have a public address. */
function end(region: RegionId, purpose: Purpose): Endpoint {
  const subnet = plan.subnets.get(whole.named(TYPES.subnet, inFixture(region, TIER[purpose])).id)
  return {
    address: formatAddress((subnet?.cidr.base ?? 0) + 10),
    publicAddress: purpose === 'alb' ? `198.19.${32 + 64 * REGION_IDS.indexOf(region)}.10` : undefined,
    subnetId: subnet?.id,
    securityGroupIds: [whole.named(TYPES.securityGroup, inFixture(region, purpose)).id],
  }
}

const visitor: Endpoint = {
  address: '198.18.82.9',
  publicAddress: '198.18.82.9',
  subnetId: undefined,
  securityGroupIds: [],
}

const ask = (from: Endpoint, to: Endpoint, port: number, in_: NetworkPlan = plan) =>
  judge(in_, { from, to, address: to.address, port })
const askPublic = (from: Endpoint, to: Endpoint, port: number, in_: NetworkPlan = plan) =>
  judge(in_, { from, to, address: to.publicAddress ?? 'none', port })

const without = (name: string, type?: string): NetworkPlan => {
  const matches = (node: ResourceNode) => node.name === name && (type === undefined || node.type === type)
  expect(whole.nodes.some(matches)).toBe(true)
  return planNetwork(whole.without(matches))
}

/** The fixture plus what `add` registers. */
function withMore(
  add: (program: FixtureProgram, idOf: (type: string, name: string) => string) => void,
): NetworkPlan {
  const program = fixtureProgram()
  add(program, (type, name) => program.graph().named(type, name).id)
  return planNetwork(program.graph())
}

const seoulTask = end('ap-northeast-2', 'tasks')
const writer = end('us-east-1', 'database')

describe('inside a VPC', () => {
  it('a security group admits members of the group that it references', () => {
    expect(ask(end('us-east-1', 'tasks'), writer, 5432)).toEqual({
      allowed: true,
      via: 'local',
      sourceAddress: end('us-east-1', 'tasks').address,
    })
  })

  it('refuses other groups and other ports, and names the rule', () => {
    const alb = end('us-east-1', 'alb')
    expect(ask(alb, writer, 5432)).toMatchObject({
      missing: expect.stringMatching(/^egress on sg-\w+ \(use1-alb\) for tcp 5432 to 10\.0\./),
    })
    expect(ask(end('us-east-1', 'tasks'), writer, 22)).toMatchObject({
      missing: expect.stringMatching(
        /^ingress on sg-\w+ \(use1-database\) for tcp 22 from sg-\w+ \(use1-tasks\)$/,
      ),
    })
  })

  it('lets an interface reach itself without any rule', () => {
    expect(ask(writer, writer, 22)).toMatchObject({ allowed: true, via: 'itself' })
  })

  it('needs no rule for response traffic', () => {
    // The database group has no egress at all.
    expect(plan.securityGroups.get(writer.securityGroupIds[0] ?? '')?.egress).toEqual([])
    expect(ask(end('us-east-1', 'tasks'), writer, 5432).allowed).toBe(true)
  })

  it('keeps AWS’s rules in a default group, and none in one that the program adopts', () => {
    const vpc = [...plan.vpcs.values()].find((candidate) => candidate.region === 'us-east-1')
    const member = (host: number): Endpoint => ({
      ...end('us-east-1', 'tasks'),
      address: `10.0.16.${host}`,
      securityGroupIds: [vpc?.defaultSecurityGroupId ?? ''],
    })
    expect(ask(member(20), member(21), 8080).allowed).toBe(true)
    const adopted = withMore((program) => {
      program.add(TYPES.defaultSecurityGroup, 'adopted', 'us-east-1', { vpcId: vpc?.id })
    })
    expect(ask(member(20), member(21), 8080, adopted).allowed).toBe(false)
  })
})

// INV-NETWORK-4
describe('across a peering', () => {
  it('admits by address range', () => {
    expect(ask(seoulTask, writer, 5432)).toMatchObject({ allowed: true, sourceAddress: seoulTask.address })
  })

  it('names the missing rule of the target, by the range of the source VPC', () => {
    expect(ask(seoulTask, writer, 5432, without('use1-database-from-apne2'))).toMatchObject({
      allowed: false,
      missing: expect.stringMatching(
        /^ingress on sg-\w+ \(use1-database\) for tcp 5432 from 10\.2\.0\.0\/16$/,
      ),
      nodes: writer.securityGroupIds,
    })
  })

  it('does not resolve security groups of another region', () => {
    const byGroup = withMore((program, idOf) => {
      program.nodes.splice(
        program.nodes.findIndex((node) => node.name === 'use1-database-from-apne2'),
        1,
      )
      program.add(TYPES.ingressRule, 'by-group', 'us-east-1', {
        securityGroupId: idOf(TYPES.securityGroup, 'use1-database'),
        referencedSecurityGroupId: idOf(TYPES.securityGroup, 'apne2-tasks'),
        ipProtocol: '-1',
      })
    })
    expect(ask(seoulTask, writer, 5432, byGroup).allowed).toBe(false)
  })

  it('has no path until the peer accepts', () => {
    const verdict = ask(seoulTask, writer, 5432, without('use1-apne2', TYPES.peeringAccepter))
    expect(verdict).toMatchObject({
      missing: expect.stringMatching(/^acceptance of peering pcx-\w+ \(use1-apne2\)/),
    })
  })

  it('needs a route at the source', () => {
    expect(ask(seoulTask, writer, 5432, without('apne2-private-to-use1'))).toMatchObject({
      missing: expect.stringMatching(/^route to 10\.0\.32\.10 in rtb-\w+ \(apne2-private\), which subnet/),
    })
  })

  it('needs a return route', () => {
    expect(ask(seoulTask, writer, 5432, without('use1-isolated-to-apne2'))).toMatchObject({
      missing: expect.stringMatching(
        /^route back to 10\.2\.16\.10 through pcx-\w+ \(use1-apne2\) in rtb-\w+ \(use1-isolated\)/,
      ),
    })
  })

  it('is not transitive to a third VPC', () => {
    const detour = withMore((program, idOf) => {
      for (const name of ['apne2-private-to-use1', 'use1-isolated-to-apne2'])
        program.nodes.splice(
          program.nodes.findIndex((node) => node.name === name),
          1,
        )
      const through = idOf(TYPES.peering, 'usw2-apne2')
      program.add(TYPES.route, 'detour', 'ap-northeast-2', {
        routeTableId: idOf(TYPES.routeTable, 'apne2-private'),
        destinationCidrBlock: REGIONS['us-east-1'].vpcCidr,
        vpcPeeringConnectionId: through,
      })
    })
    expect(ask(seoulTask, writer, 5432, detour)).toMatchObject({
      missing: expect.stringMatching(
        /^peering with the VPC of 10\.0\.32\.10: pcx-\w+ \(usw2-apne2\) does not reach further/,
      ),
    })
  })
})

describe('the internet', () => {
  const alb = end('ap-northeast-2', 'alb')

  it('reaches a public address through an internet gateway and an ingress rule', () => {
    expect(askPublic(visitor, alb, 80)).toMatchObject({ allowed: true, sourceAddress: visitor.address })
    expect(askPublic(visitor, alb, 443)).toMatchObject({
      missing: expect.stringMatching(/^ingress on sg-\w+ \(apne2-alb\) for tcp 443 from 198\.18\.82\.9\/32$/),
    })
  })

  it('does not route private addresses', () => {
    expect(ask(visitor, alb, 80)).toMatchObject({
      missing: expect.stringContaining('is not carried by the internet'),
    })
  })

  it('gets no response from a subnet without an internet gateway', () => {
    expect(askPublic(visitor, alb, 80, without('apne2-to-internet'))).toMatchObject({
      missing: expect.stringMatching(
        /^route back to 198\.18\.82\.9 through an internet gateway in rtb-\w+ \(apne2-public\)/,
      ),
    })
  })

  it('sees tasks under the address of their NAT gateway', () => {
    const nat = [...plan.natGateways.values()].find((gateway) => gateway.name === 'apne2-nat')
    expect(askPublic(seoulTask, alb, 80)).toMatchObject({
      allowed: true,
      via: nat?.id,
      sourceAddress: nat?.publicAddress,
    })
  })

  it('cannot reach isolated subnets', () => {
    expect(askPublic(end('ap-northeast-2', 'database'), alb, 80).allowed).toBe(false)
  })

  it('cannot reach interfaces in a public subnet without a public address', () => {
    const bare: Endpoint = {
      ...end('us-east-1', 'tasks'),
      address: '10.0.0.99',
      subnetId: end('us-east-1', 'alb').subnetId,
    }
    expect(askPublic(bare, alb, 80)).toMatchObject({
      missing: expect.stringMatching(/^public address for 10\.0\.0\.99/),
    })
  })

  it('lets outside hosts reach each other', () => {
    const edge: Endpoint = { ...visitor, address: '198.18.82.200', publicAddress: '198.18.82.200' }
    expect(ask(visitor, edge, 443).allowed).toBe(true)
  })
})

const ENDS = REGION_IDS.flatMap((region) =>
  (Object.keys(TIER) as Purpose[]).map((purpose) => end(region, purpose)),
)
const anEnd = fc.constantFrom(visitor, ...ENDS)
const aPort = fc.constantFrom(22, 80, 3001, 5432)
const REMOVABLE: readonly string[] = [
  TYPES.ingressRule,
  TYPES.egressRule,
  TYPES.route,
  TYPES.peering,
  TYPES.peeringAccepter,
  TYPES.natGateway,
  TYPES.eip,
  TYPES.internetGateway,
]
const removable = whole.nodes.filter((node) => REMOVABLE.includes(node.type))
const aLesserProgram: fc.Arbitrary<ResourceGraph> = fc
  .subarray(removable, { maxLength: 12 })
  .map((gone) => whole.without((node) => gone.includes(node)))

describe('in every program', () => {
  // INV-NETWORK-2
  it('removing a resource makes nothing reachable', () => {
    fc.assert(
      fc.property(aLesserProgram, anEnd, anEnd, aPort, (lesser, from, to, port) => {
        const lesserPlan = planNetwork(lesser)
        for (const put of [ask, askPublic])
          if (put(from, to, port, lesserPlan).allowed) expect(put(from, to, port).allowed).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('a refusal names what is missing', () => {
    fc.assert(
      fc.property(aLesserProgram, anEnd, anEnd, aPort, (lesser, from, to, port) => {
        const verdict = ask(from, to, port, planNetwork(lesser))
        if (!verdict.allowed) expect(verdict.missing).not.toMatch(/undefined|not in the program|^$/)
      }),
      { numRuns: 300 },
    )
  })

  // INV-NETWORK-5
  it('a private address cannot be reached from outside', () => {
    fc.assert(fc.property(anEnd, aPort, (to, port) => to === visitor || !ask(visitor, to, port).allowed))
  })
})
