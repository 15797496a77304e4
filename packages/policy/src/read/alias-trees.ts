import { Attributes, type ResourceGraph } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'
import { dnsName, recordsOf, type StatedRecord } from './records.ts'

/** Where a name finally resolves: DNS names of load balancers, in order of preference. */
export function leavesOf(graph: ResourceGraph, name: string): readonly string[] {
  return [...new Set(follow(graph, dnsName(name), new Set()))]
}

function follow(graph: ResourceGraph, name: string, seen: Set<string>): readonly string[] {
  if (seen.has(name)) return []
  const path = new Set(seen).add(name)
  const records = recordsOf(graph).filter(
    (record) => record.name === name && ['A', 'AAAA'].includes(record.type),
  )
  if (records.length === 0) return [name]
  return records
    .toSorted(primaryFirst)
    .flatMap((record) => targetsOf(record).flatMap((target) => follow(graph, target, path)))
}

function targetsOf({ attributes }: StatedRecord): readonly string[] {
  return attributes.blocks('aliases').map((alias) => dnsName(alias.text('name')))
}

function primaryFirst(left: StatedRecord, right: StatedRecord): number {
  return rank(left) - rank(right)
}

function rank({ attributes }: StatedRecord): number {
  return attributes.blocks('failoverRoutingPolicies').some((policy) => policy.text('type') === 'SECONDARY')
    ? 1
    : 0
}

/** The load balancer behind a DNS name. */
export function loadBalancerNamed(graph: ResourceGraph, name: string) {
  return graph
    .ofType(TYPES.loadBalancer)
    .find((node) => dnsName(Attributes.of(node).text('dnsName')) === name)
}
