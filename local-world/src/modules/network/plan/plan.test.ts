import { REGION_IDS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { fixtureProgram } from '../../../../test/network/fixture-program.ts'
import { placeOfAddress } from '../model/public-addresses.ts'
import { TYPES } from '../resources.ts'
import { planNetwork } from './plan.ts'

const idOf = (name: string, type: string) => fixtureProgram().graph().named(type, name).id

function planWith(type: string, inputs: Record<string, unknown>) {
  const program = fixtureProgram()
  const node = program.add(type, 'added', 'us-east-1', inputs)
  return { plan: planNetwork(program.graph()), node }
}

describe('the plan of a network', () => {
  it('is deterministic', () => {
    expect(planNetwork(fixtureProgram().graph())).toEqual(planNetwork(fixtureProgram().graph()))
  })

  it('gives a subnet without an association the main route table of its VPC', () => {
    const vpcId = idOf('use1-vpc', TYPES.vpc)
    const { plan, node } = planWith(TYPES.subnet, { vpcId, cidrBlock: '10.0.99.0/24' })
    expect(plan.subnets.get(node.id)?.routeTableId).toBe(plan.vpcs.get(vpcId)?.mainRouteTableId)
  })

  it('reads rules and routes declared inside their group or table', () => {
    const vpcId = idOf('use1-vpc', TYPES.vpc)
    const group = planWith(TYPES.securityGroup, {
      vpcId,
      ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 81, cidrBlocks: ['10.0.0.0/8'], self: true }],
      egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }],
    })
    const rules = group.plan.securityGroups.get(group.node.id)
    expect(rules?.ingress.map(({ peer }) => peer.kind)).toEqual(['cidr', 'group'])
    expect(rules?.egress).toMatchObject([{ protocol: '-1', fromPort: 0, toPort: 65_535 }])
    const gatewayId = idOf('use1-igw', TYPES.internetGateway)
    const table = planWith(TYPES.routeTable, { vpcId, routes: [{ cidrBlock: '0.0.0.0/0', gatewayId }] })
    expect(table.plan.routeTables.get(table.node.id)?.routes.map(({ target }) => target.kind)).toEqual([
      'local',
      'internet-gateway',
    ])
  })

  it('marks a route to a target outside the program as a blackhole', () => {
    const routeTableId = idOf('use1-isolated', TYPES.routeTable)
    const { plan } = planWith(TYPES.route, {
      routeTableId,
      destinationCidrBlock: '172.16.0.0/16',
      natGatewayId: 'nat-gone',
    })
    expect(plan.routeTables.get(routeTableId)?.routes.at(-1)?.target).toEqual({
      kind: 'blackhole',
      id: 'nat-gone',
    })
  })

  it('connects VPCs only when the peering is accepted', () => {
    const graph = fixtureProgram().graph()
    const pending = planNetwork(graph.without((node) => node.type === TYPES.peeringAccepter))
    expect([...planNetwork(graph).peerings.values()].map((peering) => peering.isActive)).toEqual([
      true,
      true,
      true,
    ])
    expect([...pending.peerings.values()].map((peering) => peering.isActive)).toEqual([false, false, false])
  })

  it('gives Elastic IPs addresses of their region', () => {
    const gateways = [...planNetwork(fixtureProgram().graph()).natGateways.values()]
    expect(gateways.map((gateway) => placeOfAddress(gateway.publicAddress ?? ''))).toEqual(
      REGION_IDS.map((region) => ({ kind: 'region', region })),
    )
  })
})

describe('what EC2 would refuse', () => {
  const vpcId = idOf('use1-vpc', TYPES.vpc)
  it.each([
    [
      'a subnet outside its VPC',
      TYPES.subnet,
      { vpcId, cidrBlock: '10.9.0.0/24' },
      /"added" has 10\.9\.0\.0\/24, which is not inside 10\.0\.0\.0\/16/,
    ],
    [
      'overlapping subnets',
      TYPES.subnet,
      { vpcId, cidrBlock: '10.0.16.0/25' },
      /"use1-private" \(10\.0\.16\.0\/24\) and "added" \(10\.0\.16\.0\/25\) overlap/,
    ],
    ['an invalid range', TYPES.vpc, { cidrBlock: '10.0.0.0' }, /"10\.0\.0\.0" is not an IPv4 range/],
  ])('refuses %s', (_, type, inputs, message) => {
    expect(() => planWith(type, inputs)).toThrow(message)
  })

  it('refuses a peering of VPCs with overlapping ranges', () => {
    const program = fixtureProgram()
    const twin = program.add(TYPES.vpc, 'twin', 'us-west-2', { cidrBlock: '10.0.0.0/16' })
    program.add(TYPES.peering, 'bad', 'us-east-1', { vpcId, peerVpcId: twin.id })
    expect(() => planNetwork(program.graph())).toThrow(/"bad" joins VPCs "use1-vpc" .* and "twin" .* overlap/)
  })
})
