import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { addressRange, isWorld } from '../../read/addresses.ts'
import { routesOfSubnet } from '../../read/network.ts'
import { type Wearer, wearersOf } from '../../read/wearers.ts'
import { TYPES } from '../../resource-types.ts'
import { defineRule, type Rule, violation } from '../../rule.ts'

/** Traffic that one part of the network admits passes the others, in both directions. */
export const NETWORK_JOIN_RULES: readonly Rule[] = [
  defineRule({
    id: 'admitted-network-has-route',
    severity: 'critical',
    title: 'Cross-region traffic that a group admits has routes both ways',
    reason:
      'A rule that admits Seoul has no effect if one tier’s route tables lack the peering route: writes time out.',
    source: 'Amazon VPC Peering Guide, Update your route tables for a VPC peering connection',
    types: [TYPES.securityIngress, TYPES.route, TYPES.routeTableAssociation, TYPES.vpc],
    nextStep: 'Add a peering route to the route table of the subnet named in the finding.',
    *check(graph) {
      for (const { rule, cidr, wearer } of admittedFromElsewhere(graph)) {
        for (const subnet of wearer.subnets)
          if (!hasPeeringRoute(graph, subnet, cidr))
            yield violation(
              rule,
              'cidrIpv4',
              `no way back from ${labelOf(graph, subnet)} to ${cidr}`,
              'a route over a peering connection',
            )
        for (const source of subnetsInside(graph, cidr))
          for (const subnet of wearer.subnets)
            if (!hasPeeringRoute(graph, source.id, cidrOf(graph, subnet)))
              yield violation(
                rule,
                'cidrIpv4',
                `no way from ${source.name} to ${labelOf(graph, subnet)}`,
                'a route over a peering connection',
              )
      }
    },
  }),
  defineRule({
    id: 'acl-lets-admitted-through',
    severity: 'critical',
    title: 'Network ACLs allow what groups admit, and the responses',
    reason:
      'ACLs are stateless: one that omits a region, or the ephemeral ports, blocks traffic that groups allow.',
    source:
      'Amazon VPC User Guide, Control subnet traffic with network access control lists, Ephemeral ports',
    types: [TYPES.networkAcl, TYPES.securityIngress],
    nextStep: 'Add entries for the range: its port inbound, ports 1024 to 65535 outbound.',
    *check(graph) {
      for (const { rule, cidr, wearer } of admitted(graph)) {
        const port = Attributes.of(rule).number('fromPort', 0)
        for (const acl of aclsOf(graph, wearer.subnets)) {
          if (!permits(acl, 'ingress', cidr, port, port))
            yield violation(acl, 'ingress', `nothing for ${cidr} to port ${port}`, `what ${rule.name} admits`)
          if (!permits(acl, 'egress', cidr, 1_024, 65_535))
            yield violation(
              acl,
              'egress',
              `nothing for answers to ${cidr}`,
              `ports 1024 to 65535 to what ${rule.name} admits`,
            )
        }
      }
    },
  }),
  defineRule({
    id: 'group-reference-in-one-network',
    severity: 'critical',
    title: 'Security groups reference groups in their VPC',
    reason:
      'EC2 rejects groups from other regions, even if peered: InvalidGroup.NotFound fails the deployment.',
    source: 'Amazon VPC Peering Guide, Update your security groups to reference peer security groups',
    types: [TYPES.securityIngress, TYPES.securityEgress, TYPES.securityGroup],
    nextStep: 'Admit the other region’s subnets by CIDR.',
    *check(graph) {
      for (const rule of [...graph.ofType(TYPES.securityIngress), ...graph.ofType(TYPES.securityEgress)]) {
        const attributes = Attributes.of(rule)
        const [own, other] = ['securityGroupId', 'referencedSecurityGroupId'].map((property) =>
          graph.byId(TYPES.securityGroup, attributes.text(property)),
        )
        if (own && other && vpcOf(own) !== vpcOf(other))
          yield violation(
            rule,
            'referencedSecurityGroupId',
            `${other.name} in ${other.region}`,
            `a group of the VPC of ${own.name}, in ${own.region}`,
          )
      }
    },
  }),
]

const vpcOf = (group: ResourceNode) => Attributes.of(group).text('vpcId')

interface AdmittedTraffic {
  readonly rule: ResourceNode
  readonly cidr: string
  readonly wearer: Wearer
}

/** Ingress rules by CIDR range, with each resource in their group. */
function admitted(graph: ResourceGraph): readonly AdmittedTraffic[] {
  const wearers = wearersOf(graph)
  return graph.ofType(TYPES.securityIngress).flatMap((rule) => {
    const attributes = Attributes.of(rule)
    const cidrIpv4 = attributes.text('cidrIpv4')
    const securityGroupId = attributes.text('securityGroupId')
    // Ingress from any address is covered by another rule.
    if (cidrIpv4 === '' || isWorld(cidrIpv4)) return []
    return wearers
      .filter(({ groups }) => groups.includes(securityGroupId))
      .map((wearer) => ({ rule, cidr: cidrIpv4, wearer }))
  })
}

/** Those whose range lies in another region's VPC. */
function admittedFromElsewhere(graph: ResourceGraph): readonly AdmittedTraffic[] {
  return admitted(graph).filter(({ rule, cidr }) =>
    graph
      .ofType(TYPES.vpc)
      .some((vpc) => vpc.region !== rule.region && holds(Attributes.of(vpc).text('cidrBlock'), cidr)),
  )
}

function holds(outer: string, inner: string): boolean {
  const [one, other] = [addressRange(outer), addressRange(inner)]
  return one !== undefined && other !== undefined && one.first <= other.first && other.last <= one.last
}

function hasPeeringRoute(graph: ResourceGraph, subnet: string, cidr: string): boolean {
  return routesOfSubnet(graph, subnet).some(
    (route) =>
      route.text('vpcPeeringConnectionId') !== '' &&
      holds(route.text('destinationCidrBlock', route.text('cidrBlock')), cidr),
  )
}

function subnetsInside(graph: ResourceGraph, cidr: string): readonly ResourceNode[] {
  return graph.ofType(TYPES.subnet).filter((subnet) => holds(cidr, Attributes.of(subnet).text('cidrBlock')))
}

function cidrOf(graph: ResourceGraph, subnetId: string): string {
  const subnet = graph.byId(TYPES.subnet, subnetId)
  return subnet ? Attributes.of(subnet).text('cidrBlock') : ''
}

const labelOf = (graph: ResourceGraph, subnetId: string) =>
  graph.byId(TYPES.subnet, subnetId)?.name ?? subnetId

function aclsOf(graph: ResourceGraph, subnets: readonly string[]): readonly ResourceNode[] {
  return graph.ofType(TYPES.networkAcl).filter((acl) =>
    Attributes.of(acl)
      .texts('subnetIds')
      .some((subnet) => subnets.includes(subnet)),
  )
}

/** The first entry matching a packet decides; entries for parts of a range are not combined. */
function permits(
  acl: ResourceNode,
  direction: 'ingress' | 'egress',
  cidr: string,
  from: number,
  to: number,
): boolean {
  const entries = Attributes.of(acl)
    .blocks(direction)
    .toSorted((left, right) => left.number('ruleNo', 0) - right.number('ruleNo', 0))
  const first = entries.find(
    (entry) =>
      ['tcp', '6', '-1', 'all'].includes(entry.text('protocol')) &&
      holds(entry.text('cidrBlock'), cidr) &&
      (['-1', 'all'].includes(entry.text('protocol')) ||
        (entry.number('fromPort', 0) <= from && to <= entry.number('toPort', 0))),
  )
  return first?.text('action') === 'allow'
}
