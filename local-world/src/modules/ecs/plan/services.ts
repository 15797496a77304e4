import type { ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { regionOf } from '../../../kernel/resource-region.ts'
import { tagsOf } from '../../../kernel/tags.ts'
import { EcsError } from '../errors.ts'
import type { ClusterPlan, ServiceLoadBalancer, ServicePlan, TaskDefinitionPlan } from '../model/ecs-plan.ts'
import { findTaskDefinition } from '../model/find-task-definition.ts'
import { planCapacity } from './capacity.ts'

interface Known {
  readonly clusters: readonly ClusterPlan[]
  readonly taskDefinitions: readonly TaskDefinitionPlan[]
}

export function planService(node: ResourceNode, known: Known): ServicePlan {
  const attributes = Attributes.of(node)
  const name = attributes.text('name', node.name)
  const arn = attributes.text('arn', node.id)
  const region = regionOf(node, arn)
  refuseUninterpreted(name, attributes)
  const local = known.taskDefinitions.filter((definition) => definition.region === region)
  const taskDefinition = findTaskDefinition(local, attributes.text('taskDefinition'))
  const network = attributes.block('networkConfiguration')
  const subnetIds = network.texts('subnets')
  if (subnetIds.length === 0)
    throw invalid(`Service "${name}" has no subnets; give its networkConfiguration some`)
  return {
    arn,
    name,
    region,
    cluster: clusterOf(name, attributes.text('cluster'), known.clusters),
    taskDefinition,
    desiredCount: attributes.number('desiredCount', 1),
    minimumHealthyPercent: attributes.number('deploymentMinimumHealthyPercent', 100),
    maximumPercent: attributes.number('deploymentMaximumPercent', 200),
    circuitBreaker: {
      isEnabled: attributes.block('deploymentCircuitBreaker').boolean('enable'),
      rollsBack: attributes.block('deploymentCircuitBreaker').boolean('rollback'),
    },
    gracePeriodMs: attributes.number('healthCheckGracePeriodSeconds', 0) * 1_000,
    network: {
      subnetIds,
      securityGroupIds: network.texts('securityGroups'),
      hasPublicAddress: network.boolean('assignPublicIp'),
    },
    loadBalancers: planLoadBalancers(name, attributes, taskDefinition),
    capacity: planCapacity(attributes, (message) => invalid(`Service "${name}" ${message}`)),
    deploymentAlarms: attributes.block('alarms').texts('alarmNames'),
    ...planTags(node, taskDefinition),
    platformVersion: attributes.text('platformVersion', 'LATEST'),
  }
}

function planTags(
  node: ResourceNode,
  definition: TaskDefinitionPlan,
): Pick<ServicePlan, 'tags' | 'propagateTags' | 'propagatedTags'> {
  const tags = tagsOf(node)
  const propagateTags = Attributes.of(node).text('propagateTags', 'NONE')
  if (propagateTags === 'SERVICE') return { tags, propagateTags, propagatedTags: tags }
  if (propagateTags === 'TASK_DEFINITION') return { tags, propagateTags, propagatedTags: definition.tags }
  return { tags, propagateTags: 'NONE', propagatedTags: {} }
}

const invalid = (message: string): EcsError => new EcsError('MERIDIAN_ECS_INVALID', message)

/** Refuses settings that would otherwise be ignored. */
function refuseUninterpreted(name: string, attributes: Attributes): void {
  const controller = attributes.block('deploymentController').text('type', 'ECS')
  const strategy = attributes.block('deploymentConfiguration').text('strategy', 'ROLLING')
  const scheduling = attributes.text('schedulingStrategy', 'REPLICA')
  const unsupported: readonly [boolean, string][] = [
    [controller !== 'ECS', `deployment controller "${controller}" (wanted: ECS)`],
    [strategy !== 'ROLLING', `deployment strategy "${strategy}" (wanted: ROLLING)`],
    [scheduling !== 'REPLICA', `scheduling strategy "${scheduling}" (wanted: REPLICA)`],
  ]
  const [first] = unsupported.filter(([isAsked]) => isAsked)
  if (!first) return
  throw new EcsError(
    'MERIDIAN_ECS_NOT_INTERPRETED',
    `Service "${name}" asks for ${first[1]}; this world does not do that`,
  )
}

function clusterOf(service: string, wanted: string, clusters: readonly ClusterPlan[]): ClusterPlan {
  const cluster = clusters.find(({ arn, name }) => wanted === arn || wanted === name)
  if (cluster) return cluster
  throw invalid(
    `Service "${service}" belongs to cluster "${wanted}", which is not in the program; pass the cluster's ARN`,
  )
}

function planLoadBalancers(
  service: string,
  attributes: Attributes,
  definition: TaskDefinitionPlan,
): readonly ServiceLoadBalancer[] {
  return attributes.blocks('loadBalancers').map((block) => {
    const containerName = block.text('containerName')
    const containerPort = block.number('containerPort', 0)
    const container = definition.containers.find(({ name }) => name === containerName)
    if (!container?.ports.includes(containerPort)) {
      throw invalid(
        `Service "${service}" sends requests to container "${containerName}" port ${containerPort}, which task definition "${definition.family}" does not have (it has ${portsOf(definition)})`,
      )
    }
    return { targetGroupArn: block.text('targetGroupArn'), containerName, containerPort }
  })
}

const portsOf = (definition: TaskDefinitionPlan): string =>
  definition.containers.map(({ name, ports }) => `${name}: ${ports.join(', ') || 'none'}`).join('; ')
