import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { parseCidr } from '../model/cidr.ts'
import type { Peer, SecurityGroup, SecurityGroupRule, Vpc } from '../model/network-plan.ts'
import { TYPES } from '../resources.ts'
import { byId, records, text } from './attributes.ts'

type RuleArgs = Readonly<Record<string, unknown>>

/**
 * The program's security groups, and each VPC's default group.
 *
 * A group that the program creates has only the egress it states: the provider removes AWS's allow-all rule. An
 * untouched default group keeps AWS's rules; one that the program adopts has only the rules stated there.
 */
export function planSecurityGroups(
  graph: ResourceGraph,
  vpcs: ReadonlyMap<string, Vpc>,
): ReadonlyMap<string, SecurityGroup> {
  const declared = graph.ofType(TYPES.securityGroup).map((node) => planGroup(node, node.id, graph))
  const adopted = graph.ofType(TYPES.defaultSecurityGroup)
  const defaults = [...vpcs.values()].map((vpc) => {
    const node = adopted.find((candidate) => text(candidate, 'vpcId') === vpc.id)
    return node ? planGroup(node, vpc.defaultSecurityGroupId, graph) : untouchedDefault(vpc)
  })
  return byId([...defaults, ...declared])
}

function planGroup(node: ResourceNode, id: string, graph: ResourceGraph): SecurityGroup {
  const rulesOf = (type: string) =>
    graph
      .ofType(type)
      .filter((rule) => text(rule, 'securityGroupId') === id)
      .flatMap((rule) => separateRule({ ...rule.inputs, ...rule.outputs }))
  return {
    id,
    name: node.name,
    vpcId: text(node, 'vpcId'),
    ingress: [
      ...records(node, 'ingress').flatMap((rule) => inlineRules(rule, id)),
      ...rulesOf(TYPES.ingressRule),
    ],
    egress: [
      ...records(node, 'egress').flatMap((rule) => inlineRules(rule, id)),
      ...rulesOf(TYPES.egressRule),
    ],
  }
}

function untouchedDefault(vpc: Vpc): SecurityGroup {
  const id = vpc.defaultSecurityGroupId
  return {
    id,
    name: `${vpc.name} default`,
    vpcId: vpc.id,
    ingress: [{ ...EVERY_PORT, peer: { kind: 'group', id } }],
    egress: [{ ...EVERY_PORT, peer: { kind: 'cidr', cidr: parseCidr('0.0.0.0/0') } }],
  }
}

const EVERY_PORT = { protocol: '-1', fromPort: 0, toPort: 65_535 } as const

function portsOf(args: RuleArgs, protocol: string): Omit<SecurityGroupRule, 'peer'> {
  if (protocol === '-1') return EVERY_PORT
  return { protocol, fromPort: Number(args.fromPort ?? 0), toPort: Number(args.toPort ?? 65_535) }
}

/** `aws.vpc.SecurityGroup{Ingress,Egress}Rule`: exactly one peer; IPv6 peers are skipped. */
function separateRule(args: RuleArgs): SecurityGroupRule[] {
  const ports = portsOf(args, protocolName(args.ipProtocol))
  return peersOf([args.cidrIpv4], [args.referencedSecurityGroupId], [args.prefixListId]).map((peer) => ({
    ...ports,
    peer,
  }))
}

/** A rule inside `aws.ec2.SecurityGroup`: any number of peers. */
function inlineRules(args: RuleArgs, ownId: string): SecurityGroupRule[] {
  const ports = portsOf(args, protocolName(args.protocol))
  const groups = args.self === true ? [ownId, ...listOf(args.securityGroups)] : listOf(args.securityGroups)
  return peersOf(listOf(args.cidrBlocks), groups, listOf(args.prefixListIds)).map((peer) => ({
    ...ports,
    peer,
  }))
}

function peersOf(
  cidrs: readonly unknown[],
  groups: readonly unknown[],
  prefixLists: readonly unknown[],
): Peer[] {
  return [
    ...cidrs.filter(isText).map((cidr): Peer => ({ kind: 'cidr', cidr: parseCidr(cidr) })),
    ...groups.filter(isText).map((id): Peer => ({ kind: 'group', id: id.split('/').at(-1) ?? id })),
    ...prefixLists.filter(isText).map((id): Peer => ({ kind: 'prefix-list', id })),
  ]
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** AWS also accepts protocols by number. */
function protocolName(value: unknown): string {
  const name = String(value ?? '-1').toLowerCase()
  if (name === 'all') return '-1'
  return { '6': 'tcp', '17': 'udp', '1': 'icmp' }[name] ?? name
}
