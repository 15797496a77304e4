import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { FIRST_PRIMARY } from '@meridian/topology'
import { parseCidr } from '../model/cidr.ts'
import type { NatGateway, NetworkPlan, Peering, Subnet, Vpc } from '../model/network-plan.ts'
import { TYPES } from '../resources.ts'
import { boolean, byId, text } from './attributes.ts'
import { checkNetwork } from './checks.ts'
import { planRouteTables } from './route-tables.ts'
import { planSecurityGroups } from './security-groups.ts'

/** Reads every network resource of the program; references to anything it lacks stay unresolved. */
export function planNetwork(graph: ResourceGraph): NetworkPlan {
  const vpcs = byId(graph.ofType(TYPES.vpc).map(planVpc))
  const internetGateways = planInternetGateways(graph)
  const natGateways = byId(graph.ofType(TYPES.natGateway).map((node) => planNatGateway(node, graph)))
  const peerings = byId(graph.ofType(TYPES.peering).map((node) => planPeering(node, graph)))
  const plan: NetworkPlan = {
    vpcs,
    subnets: byId(graph.ofType(TYPES.subnet).map((node) => planSubnet(node, graph, vpcs))),
    routeTables: planRouteTables(graph, { vpcs, internetGateways, natGateways, peerings }),
    internetGateways,
    natGateways,
    peerings,
    securityGroups: planSecurityGroups(graph, vpcs),
  }
  checkNetwork(plan)
  return plan
}

function planVpc(node: ResourceNode): Vpc {
  return {
    id: node.id,
    name: node.name,
    region: node.region ?? FIRST_PRIMARY,
    cidr: parseCidr(text(node, 'cidrBlock')),
    mainRouteTableId: text(node, 'mainRouteTableId'),
    defaultSecurityGroupId: text(node, 'defaultSecurityGroupId'),
  }
}

function planSubnet(node: ResourceNode, graph: ResourceGraph, vpcs: ReadonlyMap<string, Vpc>): Subnet {
  const vpcId = text(node, 'vpcId')
  const association = graph
    .ofType(TYPES.routeTableAssociation)
    .find((candidate) => text(candidate, 'subnetId') === node.id)
  return {
    id: node.id,
    name: node.name,
    vpcId,
    zone: text(node, 'availabilityZone'),
    cidr: parseCidr(text(node, 'cidrBlock')),
    routeTableId: association
      ? text(association, 'routeTableId')
      : (vpcs.get(vpcId)?.mainRouteTableId ?? 'rtb-unknown'),
    mapsPublicAddresses: boolean(node, 'mapPublicIpOnLaunch'),
  }
}

function planInternetGateways(graph: ResourceGraph): ReadonlyMap<string, string> {
  const attached = graph
    .ofType(TYPES.internetGateway)
    .map((node): [string, string] => [node.id, text(node, 'vpcId')])
  const attachments = graph
    .ofType(TYPES.internetGatewayAttachment)
    .map((node): [string, string] => [text(node, 'internetGatewayId'), text(node, 'vpcId')])
  return new Map([...attached, ...attachments].filter(([, vpcId]) => vpcId !== ''))
}

function planNatGateway(node: ResourceNode, graph: ResourceGraph): NatGateway {
  const address = graph.byId(TYPES.eip, text(node, 'allocationId'))
  return {
    id: node.id,
    name: node.name,
    subnetId: text(node, 'subnetId'),
    publicAddress: address && text(address, 'publicIp'),
  }
}

function planPeering(node: ResourceNode, graph: ResourceGraph): Peering {
  const accepter = graph
    .ofType(TYPES.peeringAccepter)
    .find((candidate) => text(candidate, 'vpcPeeringConnectionId') === node.id)
  const vpcIds = [text(node, 'vpcId'), text(node, 'peerVpcId')] as const
  const isAccepted =
    boolean(node, 'autoAccept') || (accepter !== undefined && boolean(accepter, 'autoAccept'))
  const bothExist = vpcIds.every((id) => graph.byId(TYPES.vpc, id) !== undefined)
  return { id: node.id, name: node.name, vpcIds, isActive: isAccepted && bothExist }
}
