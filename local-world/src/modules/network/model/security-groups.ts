import { CITIES, CITY_IDS, REGION_IDS } from '@meridian/topology'
import { type Cidr, contains, parseCidr } from './cidr.ts'
import type { NetworkPlan, Peer, SecurityGroup, SecurityGroupRule } from './network-plan.ts'
import { transientRange } from './public-addresses.ts'

/** The far end of a connection as a rule sees it. */
export interface Counterpart {
  readonly address: string
  /** Groups that a rule may reference: only those of the same region. Across regions AWS knows only addresses. */
  readonly groupIds: readonly string[]
}

/** Whether any group allows TCP on this port with this counterpart. Groups are stateful: replies need no rule. */
export function permits(
  groups: readonly SecurityGroup[],
  direction: 'ingress' | 'egress',
  port: number,
  counterpart: Counterpart,
): boolean {
  return groups.some((group) =>
    group[direction].some((rule) => coversTcpPort(rule, port) && matches(rule.peer, counterpart)),
  )
}

export function groupsOf(plan: NetworkPlan, ids: readonly string[]): readonly SecurityGroup[] {
  return ids.flatMap((id) => plan.securityGroups.get(id) ?? [])
}

function coversTcpPort(rule: SecurityGroupRule, port: number): boolean {
  if (rule.protocol === '-1') return true
  return rule.protocol === 'tcp' && port >= rule.fromPort && port <= rule.toPort
}

function matches(peer: Peer, counterpart: Counterpart): boolean {
  switch (peer.kind) {
    case 'cidr':
      return contains(peer.cidr, counterpart.address)
    case 'group':
      return counterpart.groupIds.includes(peer.id)
    case 'prefix-list':
      return prefixListRanges(peer.id).some((range) => contains(range, counterpart.address))
  }
}

/**
 * The ranges of AWS's managed prefix lists in this world. Visitors and edges share the city networks, so CloudFront's
 * list admits both.
 */
function prefixListRanges(id: string): readonly Cidr[] {
  if (id.includes('cloudfront')) return CITY_IDS.map((city) => parseCidr(CITIES[city].testNetwork))
  if (id.includes('route53')) return REGION_IDS.map(transientRange)
  return []
}
