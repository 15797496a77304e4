import { contains } from './cidr.ts'
import type { NetworkPlan, Route, RouteTable, Subnet } from './network-plan.ts'

/** The most specific route wins; on a tie the first one, which is the local route. */
export function routeTo(table: RouteTable | undefined, address: string): Route | undefined {
  let best: Route | undefined
  for (const route of table?.routes ?? []) {
    if (!contains(route.destination, address)) continue
    if (!best || route.destination.prefix > best.destination.prefix) best = route
  }
  return best
}

export function routeTableOf(plan: NetworkPlan, subnet: Subnet | undefined): RouteTable | undefined {
  return subnet && plan.routeTables.get(subnet.routeTableId)
}

/** The gateway through which a subnet reaches an internet address: the one its table routes to, in its own VPC. */
export function internetGatewayFor(
  plan: NetworkPlan,
  subnet: Subnet | undefined,
  address: string,
): string | undefined {
  const target = routeTo(routeTableOf(plan, subnet), address)?.target
  if (target?.kind !== 'internet-gateway') return undefined
  return plan.internetGateways.get(target.id) === subnet?.vpcId ? target.id : undefined
}
