import type { ResourceGraph } from '@meridian/resource-graph'
import { Route53PlanError } from '../errors.ts'
import { canonicalName, isWithin } from '../model/names.ts'
import { pairProblem } from '../model/record-rules.ts'
import type { RecordSet, Zone } from '../model/zone.ts'

/** Refuses record sets that cannot coexist under one name and type. */
export function refuseContradictions(zone: Zone): void {
  const groups = Map.groupBy(zone.records, ({ name, type }) => `${name} ${type}`)
  for (const group of groups.values()) {
    const [first, ...others] = group
    if (!first) continue
    for (const other of others) {
      if (other.policy.kind !== first.policy.kind || first.policy.kind === 'simple') refuseMix(first, other)
    }
    for (const [at, record] of group.entries())
      for (const earlier of group.slice(0, at)) {
        const problem = pairProblem(record, earlier)
        if (problem) throw invalid(record, problem)
      }
    const identifiers = new Set(group.map(({ setIdentifier }) => setIdentifier))
    if (identifiers.size < group.length)
      throw invalid(
        first,
        `Tried to create resource record set [name='${first.name}.', type='${first.type}', set identifier='${first.setIdentifier}'] but it already exists`,
      )
  }
  refuseCnameDependencies(zone)
}

function refuseMix(first: RecordSet, other: RecordSet): never {
  const isTwin = first.policy.kind === 'simple' && other.policy.kind === 'simple'
  const message = isTwin
    ? `Tried to create resource record set [name='${other.name}.', type='${other.type}'] but it already exists`
    : `RRSet with DNS name ${other.name}., type ${other.type}, SetIdentifier ${other.setIdentifier ?? ''} cannot be created as other RRSets exist with the same name and type: ${other.policy.kind} can not be mixed with ${first.policy.kind}`
  throw new Route53PlanError('MERIDIAN_ROUTE53_POLICY_MIXED', other.name, message)
}

function refuseCnameDependencies(zone: Zone): void {
  for (const { name, type } of zone.records) {
    if (type !== 'CNAME') continue
    const neighbour = zone.records.find((record) => record.name === name && record.type !== 'CNAME')
    if (!neighbour) continue
    throw invalid(
      neighbour,
      `RRSet of type CNAME with DNS name ${name}. is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}.`,
    )
  }
}

/** Refuses aliases whose target does not exist, is outside the zone it names, or leads back to the alias. */
export function refuseUnreachableAliases(zone: Zone, graph: ResourceGraph): void {
  for (const record of zone.records) {
    if (!record.alias) continue
    if (record.alias.zoneId === zone.id) refuseBrokenBranch(zone, record)
    else refuseUnknownService(record, graph)
  }
}

function refuseBrokenBranch(zone: Zone, record: RecordSet): void {
  const target = record.alias?.name ?? ''
  const tried = `Tried to create an alias that targets ${target}., type ${record.type} in zone ${zone.id}, but`
  if (!isWithin(target, zone.name))
    throw aliasError(record, `${tried} the alias target name does not lie within the target zone`)
  if (zone.at(target, record.type).length === 0)
    throw aliasError(record, `${tried} that target was not found`)
  if (leadsTo(zone, record, record.name, new Set()))
    throw aliasError(record, `${tried} it leads back to ${record.name}.`)
}

function leadsTo(zone: Zone, record: RecordSet, name: string, seen: Set<string>): boolean {
  const target = record.alias?.name
  if (target === undefined || seen.has(target)) return false
  seen.add(target)
  return target === name || zone.at(target, record.type).some((next) => leadsTo(zone, next, name, seen))
}

function refuseUnknownService(record: RecordSet, graph: ResourceGraph): void {
  const { name = '', zoneId = '', evaluateTargetHealth } = record.alias ?? {}
  const tried = `Tried to create an alias that targets ${name}., type ${record.type} in zone ${zoneId}, but`
  const service = serviceNames(graph).find((candidate) => candidate.dnsName === name)
  if (!service) throw aliasError(record, `${tried} that target was not found`)
  if (service.zoneId !== zoneId)
    throw aliasError(
      record,
      `${tried} the alias target name does not lie within the target zone (expected zone ${service.zoneId})`,
    )
  if (service.kind === 'distribution' && evaluateTargetHealth)
    throw aliasError(record, 'EvaluateTargetHealth can not be true for an alias to a CloudFront distribution')
}

function serviceNames(graph: ResourceGraph) {
  const names = (type: string, attribute: string, zoneAttribute: string, kind: string) =>
    graph.ofType(type).map(({ outputs }) => ({
      dnsName: canonicalName(String(outputs[attribute] ?? '')),
      zoneId: String(outputs[zoneAttribute] ?? ''),
      kind,
    }))
  return [
    ...names('aws:lb/loadBalancer:LoadBalancer', 'dnsName', 'zoneId', 'load balancer'),
    ...names('aws:cloudfront/distribution:Distribution', 'domainName', 'hostedZoneId', 'distribution'),
  ]
}

function invalid(record: RecordSet, message: string): Route53PlanError {
  return new Route53PlanError(
    'MERIDIAN_ROUTE53_RECORD_INVALID',
    record.name,
    `InvalidChangeBatch: ${message}`,
  )
}

function aliasError(record: RecordSet, message: string): Route53PlanError {
  return new Route53PlanError('MERIDIAN_ROUTE53_ALIAS_TARGET', record.name, `InvalidChangeBatch: ${message}`)
}
