import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { parseCidr } from '../model/cidr.ts'
import type { NatGateway, Peering, Route, RouteTable, RouteTarget, Vpc } from '../model/network-plan.ts'
import { TYPES } from '../resources.ts'
import { byId, records, text } from './attributes.ts'

/** Possible route targets. */
interface Targets {
  readonly vpcs: ReadonlyMap<string, Vpc>
  readonly internetGateways: ReadonlyMap<string, string>
  readonly natGateways: ReadonlyMap<string, NatGateway>
  readonly peerings: ReadonlyMap<string, Peering>
}

type RouteArgs = Readonly<Record<string, unknown>>

/** The program's route tables, and each VPC's main table, which has only the local route. */
export function planRouteTables(graph: ResourceGraph, targets: Targets): ReadonlyMap<string, RouteTable> {
  const routes = Map.groupBy(graph.ofType(TYPES.route), (node) => text(node, 'routeTableId'))
  const main = [...targets.vpcs.values()].map((vpc): RouteTable => {
    const added = (routes.get(vpc.mainRouteTableId) ?? []).flatMap((node) => planRoute(argsOf(node), targets))
    return {
      id: vpc.mainRouteTableId,
      name: `${vpc.name} main`,
      vpcId: vpc.id,
      routes: [localRoute(vpc), ...added],
    }
  })
  const declared = graph.ofType(TYPES.routeTable).map((node) => {
    const args = [...records(node, 'routes'), ...(routes.get(node.id) ?? []).map(argsOf)]
    return planRouteTable(
      node,
      args.flatMap((route) => planRoute(route, targets)),
      targets,
    )
  })
  return byId([...main, ...declared])
}

function planRouteTable(node: ResourceNode, routes: readonly Route[], targets: Targets): RouteTable {
  const vpc = targets.vpcs.get(text(node, 'vpcId'))
  return {
    id: node.id,
    name: node.name,
    vpcId: text(node, 'vpcId'),
    routes: vpc ? [localRoute(vpc), ...routes] : routes,
  }
}

const argsOf = (node: ResourceNode): RouteArgs => ({ ...node.inputs, ...node.outputs })
const localRoute = (vpc: Vpc): Route => ({ destination: vpc.cidr, target: { kind: 'local' } })

/** Skips IPv6 routes: the world is IPv4 only. Inline routes have `cidrBlock`, resources `destinationCidrBlock`. */
function planRoute(args: RouteArgs, targets: Targets): Route[] {
  const destination = textOf(args.destinationCidrBlock) || textOf(args.cidrBlock)
  return destination ? [{ destination: parseCidr(destination), target: routeTarget(args, targets) }] : []
}

function routeTarget(args: RouteArgs, targets: Targets): RouteTarget {
  const gatewayId = textOf(args.gatewayId)
  const natId = textOf(args.natGatewayId)
  const peeringId = textOf(args.vpcPeeringConnectionId)
  if (targets.internetGateways.has(gatewayId)) return { kind: 'internet-gateway', id: gatewayId }
  if (targets.natGateways.has(natId)) return { kind: 'nat-gateway', id: natId }
  if (targets.peerings.has(peeringId)) return { kind: 'peering', id: peeringId }
  return { kind: 'blackhole', id: gatewayId || natId || peeringId || 'an unknown target' }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
