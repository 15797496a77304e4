import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { ROUTING_CONTROL_TYPE } from '../../arc/resources.ts'
import { Route53PlanError } from '../errors.ts'
import type { HealthCheck } from '../model/health-check.ts'
import { canonicalName, isWithin } from '../model/names.ts'
import { apexRecords, type RecordSet, Zone } from '../model/zone.ts'
import { HEALTH_CHECK_TYPE, RECORD_TYPE, ZONE_TYPE } from '../resources.ts'
import { refuseContradictions, refuseUnreachableAliases } from './aliases.ts'
import { planHealthCheck } from './health-checks.ts'
import { planRecord } from './records.ts'

export interface Route53Plan {
  readonly zones: readonly Zone[]
  readonly healthChecks: readonly HealthCheck[]
}

/** Everything that Route 53 serves: zones with their records, and the health checks. */
export function planRoute53(graph: ResourceGraph): Route53Plan {
  const healthChecks = graph.ofType(HEALTH_CHECK_TYPE).map(planHealthCheck)
  refuseUnknownControls(graph)
  const zones = graph.ofType(ZONE_TYPE).map((node) => planZone(node, graph))
  refuseOrphans(graph, zones)
  for (const zone of zones) {
    refuseContradictions(zone)
    refuseUnreachableAliases(zone, graph)
    refuseUnknownHealthChecks(zone, healthChecks)
  }
  return { zones, healthChecks }
}

function planZone(node: ResourceNode, graph: ResourceGraph): Zone {
  const name = canonicalName(String(node.inputs.name ?? ''))
  if (name === '')
    throw new Route53PlanError(
      'MERIDIAN_ROUTE53_ZONE_INVALID',
      node.name,
      'a hosted zone needs a domain name',
    )
  const nameServers = (node.outputs.nameServers ?? []) as readonly string[]
  const born = apexRecords(name, nameServers)
  const records = graph
    .ofType(RECORD_TYPE)
    .filter((record) => record.inputs.zoneId === node.id)
    .map((record) => {
      const planned = planRecord(record, name)
      if (isApexOf(planned, name) && record.inputs.allowOverwrite !== true)
        throw new Route53PlanError(
          'MERIDIAN_ROUTE53_RECORD_INVALID',
          record.name,
          `InvalidChangeBatch: Tried to create resource record set [name='${name}.', type='${planned.type}'] but it already exists: a zone is born with it; set allowOverwrite to change it`,
        )
      return planned
    })
  return new Zone({
    id: node.id,
    name,
    nameServers,
    comment: String(node.inputs.comment ?? 'Managed by Pulumi'),
    records: [
      ...born.filter(({ type }) => !records.some((record) => isApexOf(record, name) && record.type === type)),
      ...records,
    ],
  })
}

/** Whether it is one of the two record sets of a new zone. */
const isApexOf = (record: RecordSet, zoneName: string): boolean =>
  record.name === zoneName && (record.type === 'NS' || record.type === 'SOA')

function refuseOrphans(graph: ResourceGraph, zones: readonly Zone[]): void {
  for (const record of graph.ofType(RECORD_TYPE)) {
    const zoneId = String(record.inputs.zoneId)
    if (zones.some((zone) => zone.id === zoneId)) continue
    throw new Route53PlanError(
      'MERIDIAN_ROUTE53_RECORD_INVALID',
      record.name,
      `NoSuchHostedZone: No hosted zone found with ID: ${zoneId}`,
    )
  }
}

function refuseUnknownControls(graph: ResourceGraph): void {
  for (const { name, inputs } of graph.ofType(HEALTH_CHECK_TYPE)) {
    const arn = inputs.routingControlArn
    if (arn === undefined || graph.ofType(ROUTING_CONTROL_TYPE).some(({ id }) => id === arn)) continue
    throw new Route53PlanError(
      'MERIDIAN_ROUTE53_HEALTH_CHECK_INVALID',
      name,
      `Invalid parameter: routing control ${arn} is not in the program`,
    )
  }
}

function refuseUnknownHealthChecks(zone: Zone, healthChecks: readonly HealthCheck[]): void {
  for (const { name, healthCheckId } of zone.records) {
    if (healthCheckId === undefined || healthChecks.some(({ id }) => id === healthCheckId)) continue
    throw new Route53PlanError(
      'MERIDIAN_ROUTE53_RECORD_INVALID',
      name,
      `NoSuchHealthCheck: health check ${healthCheckId} is not in the program`,
    )
  }
}

/** The zone that a name belongs to: the longest match. */
export function zoneFor(zones: readonly Zone[], name: string): Zone | undefined {
  let found: Zone | undefined
  for (const zone of zones)
    if (isWithin(name, zone.name) && (!found || zone.name.length > found.name.length)) found = zone
  return found
}
