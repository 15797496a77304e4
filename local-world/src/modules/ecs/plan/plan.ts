import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { regionOf } from '../../../kernel/resource-region.ts'
import { tagsOf } from '../../../kernel/tags.ts'
import type { ClusterPlan, EcsPlan } from '../model/ecs-plan.ts'
import { TYPES } from '../resources.ts'
import { planService } from './services.ts'
import { planTaskDefinition } from './task-definitions.ts'

/** Reads clusters, task definitions and services; refuses what ECS would refuse or the local world cannot run. */
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
  const settings = attributes
    .blocks('settings')
    .map((setting) => [setting.text('name'), setting.text('value')] as const)
  return {
    arn,
    name: attributes.text('name', node.name),
    region: regionOf(node, arn),
    settings: Object.fromEntries(settings),
    tags: tagsOf(node),
  }
}

function zonesOf(graph: ResourceGraph): ReadonlyMap<string, string> {
  return new Map(
    graph
      .ofType('aws:ec2/subnet:Subnet')
      .map((node) => [node.id, Attributes.of(node).text('availabilityZone')]),
  )
}
