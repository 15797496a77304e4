import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { parseRegionId, type RegionId } from '@meridian/topology'
import { EcsError } from '../errors.ts'
import type { ClusterPlan, EcsPlan } from '../model/ecs-plan.ts'
import { TYPES } from '../model/resource-types.ts'
import { planService } from './services.ts'
import { planTaskDefinition } from './task-definitions.ts'

/** Reads clusters, task definitions and services; refuses what ECS would refuse or nobody here can run. */
export function planEcs(graph: ResourceGraph): EcsPlan {
  const clusters = graph.ofType(TYPES.cluster).map(planCluster)
  const definitions = graph.ofType(TYPES.taskDefinition).map(planTaskDefinition)
  const taskDefinitions = new Map(definitions.map((definition) => [definition.arn, definition]))
  const services = graph
    .ofType(TYPES.service)
    .map((node) => planService(node, { clusters, taskDefinitions: definitions }))
  return { clusters, taskDefinitions, services, zones: zonesOf(graph) }
}

function planCluster(node: ResourceNode): ClusterPlan {
  const attributes = Attributes.of(node)
  const arn = attributes.text('arn', node.id)
  return { arn, name: attributes.text('name', node.name), region: regionOf(node, arn) }
}

export function regionOf(node: ResourceNode, arn: string): RegionId {
  return parseRegionId(node.region ?? arn.split(':')[3] ?? '')
}

function zonesOf(graph: ResourceGraph): ReadonlyMap<string, string> {
  return new Map(
    graph
      .ofType('aws:ec2/subnet:Subnet')
      .map((node) => [node.id, Attributes.of(node).text('availabilityZone')]),
  )
}

/** By ARN, by `family:revision` or by family, as the API takes it. */
export function findTaskDefinition<Definition extends { arn: string; family: string; revision: number }>(
  definitions: Iterable<Definition>,
  wanted: string,
): Definition {
  const known = [...definitions]
  const found = known.find(
    ({ arn, family, revision }) =>
      wanted === arn ||
      wanted === family ||
      wanted === `${family}:${revision}` ||
      `${wanted}:${revision}` === arn,
  )
  if (found) return found
  throw new EcsError(
    'MERIDIAN_ECS_NOT_FOUND',
    `No task definition is called "${wanted}"; the program has ${known.map(({ arn }) => arn).join(', ') || 'none'}`,
  )
}
