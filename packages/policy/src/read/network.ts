import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'
import { isWorld } from './addresses.ts'

/** Where a subnet's traffic to the internet goes. */
export type WayOut = 'internet-gateway' | 'nat-gateway' | 'none'

/** The routes of the table that a subnet is associated with. */
export function routesOfSubnet(graph: ResourceGraph, subnetId: string): readonly Attributes[] {
  const tables = graph
    .ofType(TYPES.routeTableAssociation)
    .map(Attributes.of)
    .filter((association) => association.text('subnetId') === subnetId)
    .map((association) => association.text('routeTableId'))
  const inline = graph
    .ofType(TYPES.routeTable)
    .filter((table) => tables.includes(table.id))
    .flatMap((table) => Attributes.of(table).blocks('routes'))
  const separate = graph
    .ofType(TYPES.route)
    .map(Attributes.of)
    .filter((route) => tables.includes(route.text('routeTableId')))
  return [...inline, ...separate]
}

/** How a subnet reaches the internet, by its default route. */
export function wayOut(graph: ResourceGraph, subnetId: string): WayOut {
  const [route] = routesOfSubnet(graph, subnetId).filter(isDefaultRoute)
  if (!route) return 'none'
  return route.text('natGatewayId') === '' ? 'internet-gateway' : 'nat-gateway'
}

export function isDefaultRoute(route: Attributes): boolean {
  return (
    isWorld(route.text('destinationCidrBlock', route.text('cidrBlock'))) ||
    isWorld(route.text('destinationIpv6CidrBlock', route.text('ipv6CidrBlock')))
  )
}

/** The number of Availability Zones of some subnets. */
export function zonesOf(graph: ResourceGraph, subnetIds: readonly string[]): number {
  const zones = subnetIds.map((id) => zoneOf(graph.byId(TYPES.subnet, id)))
  return new Set(zones.filter((zone) => zone !== '')).size
}

export function zoneOf(subnet: ResourceNode | undefined): string {
  return subnet ? Attributes.of(subnet).text('availabilityZone') : ''
}

/** Ids of the security groups attached to resources of a type. */
export function groupsOf(graph: ResourceGraph, type: string, property: string): ReadonlySet<string> {
  return new Set(graph.ofType(type).flatMap((node) => Attributes.of(node).texts(property)))
}

/** The regions that serve: each has its own network. */
export function regionsOf(graph: ResourceGraph): readonly string[] {
  return [...new Set(graph.ofType(TYPES.vpc).map(({ region }) => region ?? ''))].filter(
    (region) => region !== '',
  )
}
