import { createHash } from 'node:crypto'
import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { sampleGraph, sampleNode } from '@meridian/resource-graph/testing'
import { otherRegions, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import { LOCAL_ACCOUNT_ID } from '../../src/kernel/resource-provider.ts'
import { networkResources, TYPES } from '../../src/modules/network/resources.ts'

type Inputs = Readonly<Record<string, unknown>>

/** Registers resources as the engine would: the providers return ids and outputs. For tests. */
export class FixtureProgram {
  readonly nodes: ResourceNode[] = []

  add(type: string, name: string, region: RegionId, inputs: Inputs): ResourceNode {
    const body = networkResources[type]
    if (!body) throw new Error(`No body for ${type}`)
    const urn = `urn:pulumi:test::meridian::${type}::${name}`
    const digest = createHash('sha256').update(urn).digest('hex')
    const created = body({
      type,
      name,
      inputs,
      region,
      accountId: LOCAL_ACCOUNT_ID,
      suffix: (length) => digest.slice(0, length),
    })
    const node = sampleNode({ urn, type, name, id: created.id, region, inputs, outputs: created.outputs })
    this.nodes.push(node)
    return node
  }

  graph(): ResourceGraph {
    return sampleGraph(this.nodes)
  }
}

/** Names in the fixture: `use1-public`, `use1-private`, `use1-isolated`; groups `use1-alb`, `use1-tasks`, `use1-database`. */
export const inFixture = (region: RegionId, what: string): string => `${REGIONS[region].code}-${what}`

/** Three peered VPCs with Meridian's tiers and groups, one subnet per tier. */
export function fixtureProgram(): FixtureProgram {
  const program = new FixtureProgram()
  for (const region of REGION_IDS) addVpc(program, region)
  REGION_IDS.forEach((region, index) => {
    for (const peer of REGION_IDS.slice(index + 1)) addPeering(program, region, peer)
  })
  for (const region of REGION_IDS) addGroups(program, region)
  return program
}

const idOf = (program: FixtureProgram, type: string, region: RegionId, what: string): string =>
  program.graph().named(type, inFixture(region, what)).id

function addVpc(program: FixtureProgram, region: RegionId): void {
  const add = (type: string, what: string, inputs: Inputs) =>
    program.add(type, inFixture(region, what), region, inputs)
  const vpcId = add(TYPES.vpc, 'vpc', { cidrBlock: REGIONS[region].vpcCidr }).id
  const network = REGIONS[region].vpcCidr.replace('.0.0/16', '')
  const gatewayId = add(TYPES.internetGateway, 'igw', { vpcId }).id
  const tiers = ['public', 'private', 'isolated'] as const
  const subnets = tiers.map((tier, index) => {
    const subnetId = add(TYPES.subnet, tier, {
      vpcId,
      cidrBlock: `${network}.${index * 16}.0/24`,
      availabilityZone: `${region}a`,
    }).id
    const routeTableId = add(TYPES.routeTable, tier, { vpcId }).id
    add(TYPES.routeTableAssociation, tier, { subnetId, routeTableId })
    return { subnetId, routeTableId }
  })
  const [open, closed] = subnets
  const allocationId = add(TYPES.eip, 'nat', { domain: 'vpc' }).id
  const natGatewayId = add(TYPES.natGateway, 'nat', { allocationId, subnetId: open?.subnetId }).id
  const everywhere = { destinationCidrBlock: '0.0.0.0/0' }
  add(TYPES.route, 'to-internet', { routeTableId: open?.routeTableId, gatewayId, ...everywhere })
  add(TYPES.route, 'to-nat', { routeTableId: closed?.routeTableId, natGatewayId, ...everywhere })
}

function addPeering(program: FixtureProgram, region: RegionId, peer: RegionId): void {
  const name = `${REGIONS[region].code}-${REGIONS[peer].code}`
  const vpcPeeringConnectionId = program.add(TYPES.peering, name, region, {
    vpcId: idOf(program, TYPES.vpc, region, 'vpc'),
    peerVpcId: idOf(program, TYPES.vpc, peer, 'vpc'),
    peerRegion: peer,
  }).id
  program.add(TYPES.peeringAccepter, name, peer, { vpcPeeringConnectionId, autoAccept: true })
  for (const [from, to] of [
    [region, peer],
    [peer, region],
  ] as const)
    for (const tier of ['private', 'isolated'])
      program.add(TYPES.route, `${inFixture(from, tier)}-to-${REGIONS[to].code}`, from, {
        routeTableId: idOf(program, TYPES.routeTable, from, tier),
        destinationCidrBlock: REGIONS[to].vpcCidr,
        vpcPeeringConnectionId,
      })
}

function addGroups(program: FixtureProgram, region: RegionId): void {
  const vpcId = idOf(program, TYPES.vpc, region, 'vpc')
  const group = (what: string) =>
    program.add(TYPES.securityGroup, inFixture(region, what), region, { vpcId }).id
  const [alb, tasks, database] = [group('alb'), group('tasks'), group('database')]
  const rule = (type: string, what: string, securityGroupId: string, port: number, peer: Inputs) =>
    program.add(type, inFixture(region, what), region, {
      securityGroupId,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      ...peer,
    })
  const everywhere = { cidrIpv4: '0.0.0.0/0' }
  rule(TYPES.ingressRule, 'alb-from-internet', alb, 80, everywhere)
  rule(TYPES.egressRule, 'alb-to-tasks', alb, 3001, { referencedSecurityGroupId: tasks })
  rule(TYPES.ingressRule, 'tasks-from-alb', tasks, 3001, { referencedSecurityGroupId: alb })
  program.add(TYPES.egressRule, inFixture(region, 'tasks-out'), region, {
    securityGroupId: tasks,
    ipProtocol: '-1',
    ...everywhere,
  })
  rule(TYPES.ingressRule, 'database-from-tasks', database, 5432, { referencedSecurityGroupId: tasks })
  for (const peer of otherRegions(region))
    rule(TYPES.ingressRule, `database-from-${REGIONS[peer].code}`, database, 5432, {
      cidrIpv4: REGIONS[peer].vpcCidr,
    })
}
