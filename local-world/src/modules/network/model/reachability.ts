import type { RegionId } from '@meridian/topology'
import type { NetworkPlan, Peering, Route, RouteTable, Subnet } from './network-plan.ts'
import { isPublic } from './public-addresses.ts'
import { internetGatewayFor, routeTableOf, routeTo } from './routing.ts'
import { type Counterpart, groupsOf, permits } from './security-groups.ts'

/** One end of a connection. Outside a VPC it has only a public address. */
export interface Endpoint {
  readonly address: string
  readonly publicAddress: string | undefined
  readonly subnetId: string | undefined
  readonly securityGroupIds: readonly string[]
}

export type Verdict =
  | { readonly allowed: true; readonly via: string; readonly sourceAddress: string }
  | {
      readonly allowed: false
      /** The missing rule or route, in words. */
      readonly missing: string
      /** Ids of the resources that lack it. */
      readonly nodes: readonly string[]
    }

/** A TCP connection from one end to an address and port of the other. */
export interface Attempt {
  readonly from: Endpoint
  readonly to: Endpoint
  /** The dialled address: the target's private or public one. */
  readonly address: string
  readonly port: number
}

const refuse = (missing: string, ...nodes: readonly string[]): Verdict => ({ allowed: false, missing, nodes })
const named = (item: { readonly id: string; readonly name: string }): string => `${item.id} (${item.name})`

/** Whether AWS would let the packets through in both directions. Pure: the same plan and ends give the same verdict. */
export function judge(plan: NetworkPlan, attempt: Attempt): Verdict {
  const { from, to, address } = attempt
  if (from === to || from.address === to.address)
    return { allowed: true, via: 'itself', sourceAddress: from.address }
  const source = subnetOf(plan, from)
  return source
    ? judgeFromSubnet(plan, attempt, source)
    : arriveFromInternet(plan, attempt, from.address, address)
}

function judgeFromSubnet(plan: NetworkPlan, attempt: Attempt, source: Subnet): Verdict {
  const { from, address, port } = attempt
  const table = routeTableOf(plan, source)
  const route = routeTo(table, address)
  if (!route || (leadsOut(route) && !isPublic(address))) return noRoute(table, source, address)
  const target = route.target
  if (!mayLeave(plan, attempt, target.kind)) return noEgress(plan, from, address, port)
  switch (target.kind) {
    case 'local':
      return arriveInVpc(plan, attempt, source)
    case 'peering':
      return crossPeering(plan, attempt, source, plan.peerings.get(target.id))
    case 'nat-gateway':
      return leaveThroughNat(plan, attempt, target.id)
    case 'internet-gateway':
      if (from.publicAddress === undefined)
        return refuse(`public address for ${from.address}: ${target.id} carries nothing else`, target.id)
      return arriveFromInternet(plan, attempt, from.publicAddress, `${target.id}`)
    case 'blackhole':
      return refuse(
        `target ${target.id} of the route ${route.destination.text} in ${table ? named(table) : 'its table'}`,
        ...(table ? [table.id] : []),
      )
  }
}

/** A default route also matches private addresses, but the internet drops them: the intended route is missing. */
function leadsOut(route: Route): boolean {
  return route.target.kind === 'internet-gateway' || route.target.kind === 'nat-gateway'
}

function mayLeave(plan: NetworkPlan, attempt: Attempt, way: string): boolean {
  const { from, to, address, port } = attempt
  const groupIds = way === 'local' || way === 'peering' ? referableGroups(plan, to, from) : []
  return permits(groupsOf(plan, from.securityGroupIds), 'egress', port, { address, groupIds })
}

function noEgress(plan: NetworkPlan, from: Endpoint, address: string, port: number): Verdict {
  return refuse(
    `egress on ${namesOf(plan, from.securityGroupIds)} for tcp ${port} to ${address}`,
    ...from.securityGroupIds,
  )
}

function noRoute(table: RouteTable | undefined, subnet: Subnet, address: string): Verdict {
  const where = table
    ? `${named(table)}, which subnet ${named(subnet)} uses`
    : `subnet ${named(subnet)}: it has no route table`
  return refuse(`route to ${address} in ${where}`, ...(table ? [table.id] : []), subnet.id)
}

function arriveInVpc(plan: NetworkPlan, attempt: Attempt, source: Subnet): Verdict {
  const target = subnetOf(plan, attempt.to)
  if (target?.vpcId !== source.vpcId)
    return refuse(`interface with the address ${attempt.address}`, source.vpcId)
  const { from } = attempt
  const suggestion = from.securityGroupIds.length > 0 ? namesOf(plan, from.securityGroupIds) : from.address
  return arrive(
    plan,
    attempt,
    { address: from.address, groupIds: from.securityGroupIds },
    suggestion,
    'local',
  )
}

/** Peering is not transitive: the target must be in the other VPC, which needs a route back. */
function crossPeering(
  plan: NetworkPlan,
  attempt: Attempt,
  source: Subnet,
  peering: Peering | undefined,
): Verdict {
  if (!peering) return refuse('peering connection', source.routeTableId)
  if (!peering.isActive)
    return refuse(`acceptance of peering ${named(peering)}: an accepter in the other VPC`, peering.id)
  const target = subnetOf(plan, attempt.to)
  const otherVpcId = peering.vpcIds.find((id) => id !== source.vpcId)
  if (!target || target.vpcId !== otherVpcId || isPublic(attempt.address))
    return refuse(
      `peering with the VPC of ${attempt.address}: ${named(peering)} does not reach further`,
      peering.id,
    )
  const back = routeTo(routeTableOf(plan, target), attempt.from.address)
  if (back?.target.kind !== 'peering' || back.target.id !== peering.id)
    return noWayBack(plan, target, attempt.from.address, `through ${named(peering)}`)
  const sourceVpc = plan.vpcs.get(source.vpcId)
  const groupIds = referableGroups(plan, attempt.from, attempt.to)
  const suggestion = sourceVpc?.cidr.text ?? attempt.from.address
  return arrive(plan, attempt, { address: attempt.from.address, groupIds }, suggestion, peering.id)
}

function noWayBack(plan: NetworkPlan, target: Subnet, address: string, way: string): Verdict {
  const table = routeTableOf(plan, target)
  const where = table ? named(table) : 'its route table'
  return refuse(
    `route back to ${address} ${way} in ${where}, which subnet ${named(target)} uses`,
    target.routeTableId,
  )
}

function leaveThroughNat(plan: NetworkPlan, attempt: Attempt, natId: string): Verdict {
  const nat = plan.natGateways.get(natId)
  if (!nat) return refuse(`NAT gateway ${natId}`, natId)
  if (nat.publicAddress === undefined) return refuse(`Elastic IP of NAT gateway ${named(nat)}`, nat.id)
  const subnet = plan.subnets.get(nat.subnetId)
  if (!internetGatewayFor(plan, subnet, attempt.address))
    return refuse(`route to an internet gateway for NAT gateway ${named(nat)}`, nat.id, nat.subnetId)
  return arriveFromInternet(plan, attempt, nat.publicAddress, nat.id)
}

/** The internet carries only public addresses and ends at an internet gateway. */
function arriveFromInternet(
  plan: NetworkPlan,
  attempt: Attempt,
  sourceAddress: string,
  via: string,
): Verdict {
  const { address, to } = attempt
  if (!isPublic(address)) return refuse(`public address: ${address} is not carried by the internet`)
  const target = subnetOf(plan, to)
  if (!target) return { allowed: true, via, sourceAddress }
  if (!internetGatewayFor(plan, target, sourceAddress))
    return noWayBack(plan, target, sourceAddress, 'through an internet gateway')
  return arrive(plan, attempt, { address: sourceAddress, groupIds: [] }, `${sourceAddress}/32`, via)
}

function arrive(
  plan: NetworkPlan,
  attempt: Attempt,
  source: Counterpart,
  suggestion: string,
  via: string,
): Verdict {
  const { to, port } = attempt
  if (permits(groupsOf(plan, to.securityGroupIds), 'ingress', port, source))
    return { allowed: true, via, sourceAddress: source.address }
  return refuse(
    `ingress on ${namesOf(plan, to.securityGroupIds)} for tcp ${port} from ${suggestion}`,
    ...to.securityGroupIds,
  )
}

function subnetOf(plan: NetworkPlan, endpoint: Endpoint): Subnet | undefined {
  return endpoint.subnetId === undefined ? undefined : plan.subnets.get(endpoint.subnetId)
}

/** Groups of one end that a rule at the other end may reference: only those of its own region. */
function referableGroups(plan: NetworkPlan, of: Endpoint, at: Endpoint): readonly string[] {
  return regionOf(plan, of) === regionOf(plan, at) ? of.securityGroupIds : []
}

function regionOf(plan: NetworkPlan, endpoint: Endpoint): RegionId | undefined {
  return plan.vpcs.get(subnetOf(plan, endpoint)?.vpcId ?? '')?.region
}

function namesOf(plan: NetworkPlan, groupIds: readonly string[]): string {
  if (groupIds.length === 0) return 'an interface without security groups'
  return groupIds
    .map((id) => named(plan.securityGroups.get(id) ?? { id, name: 'not in the program' }))
    .join(', ')
}
