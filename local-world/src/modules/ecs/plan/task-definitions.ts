import type { ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { EcsError } from '../errors.ts'
import type { ContainerPlan, TaskDefinitionPlan } from '../model/ecs-plan.ts'
import { regionOf } from '../plan.ts'

const DEFAULT_STOP_TIMEOUT_SECONDS = 30
const MAX_FARGATE_STOP_TIMEOUT_SECONDS = 120

export function planTaskDefinition(node: ResourceNode): TaskDefinitionPlan {
  const attributes = Attributes.of(node)
  const family = attributes.text('family', node.name)
  const arn = attributes.text('arn', node.id)
  const networkMode = attributes.text('networkMode', 'bridge')
  if (networkMode !== 'awsvpc') {
    throw new EcsError(
      'MERIDIAN_ECS_NOT_INTERPRETED',
      `Task definition "${family}" has network mode "${networkMode}"; Fargate tasks need awsvpc`,
    )
  }
  const containers = containersOf(family, attributes.text('containerDefinitions')).map((container) =>
    planContainer(family, container),
  )
  refuseWithoutEssential(family, containers)
  return {
    arn,
    family,
    revision: attributes.number('revision', 1),
    region: regionOf(node, arn),
    cpu: attributes.text('cpu'),
    memory: attributes.text('memory'),
    containers,
  }
}

function containersOf(family: string, json: string): readonly Attributes[] {
  try {
    return new Attributes({ containers: JSON.parse(json) }).blocks('containers')
  } catch (cause) {
    throw new EcsError(
      'MERIDIAN_ECS_INVALID',
      `The containerDefinitions of task definition "${family}" are not JSON: ${json.slice(0, 80)}…; write them with pulumi.jsonStringify`,
      { cause },
    )
  }
}

function planContainer(family: string, container: Attributes): ContainerPlan {
  const name = container.text('name')
  const stopTimeout = container.number('stopTimeout', DEFAULT_STOP_TIMEOUT_SECONDS)
  if (name === '' || container.text('image') === '') {
    throw new EcsError(
      'MERIDIAN_ECS_INVALID',
      `A container of task definition "${family}" lacks a name or an image (name "${name}"); give it both`,
    )
  }
  if (stopTimeout > MAX_FARGATE_STOP_TIMEOUT_SECONDS) {
    throw new EcsError(
      'MERIDIAN_ECS_INVALID',
      `Container "${name}" of "${family}" has stopTimeout ${stopTimeout}; Fargate takes at most ${MAX_FARGATE_STOP_TIMEOUT_SECONDS}`,
    )
  }
  return {
    name,
    image: container.text('image'),
    isEssential: container.boolean('essential', true),
    entryPoint: listOf(container, 'entryPoint'),
    command: listOf(container, 'command'),
    environment: pairs(container, 'environment', 'value'),
    secrets: pairs(container, 'secrets', 'valueFrom'),
    ports: container.blocks('portMappings').map((mapping) => mapping.number('containerPort', 0)),
    stopTimeoutMs: stopTimeout * 1_000,
  }
}

/** An empty list means the image's own, as on AWS. */
function listOf(container: Attributes, key: string): readonly string[] | undefined {
  const list = container.texts(key)
  return list.length > 0 ? list : undefined
}

function pairs(container: Attributes, key: string, valueKey: string): Readonly<Record<string, string>> {
  return Object.fromEntries(container.blocks(key).map((pair) => [pair.text('name'), pair.text(valueKey)]))
}

function refuseWithoutEssential(family: string, containers: readonly ContainerPlan[]): void {
  if (containers.some(({ isEssential }) => isEssential)) return
  throw new EcsError(
    'MERIDIAN_ECS_INVALID',
    `Task definition "${family}" has ${containers.length} containers and none is essential; mark the one that does the work`,
  )
}
