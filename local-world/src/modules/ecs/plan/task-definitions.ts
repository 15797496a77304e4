import type { ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { parseRegionId, type RegionId } from '@meridian/topology'
import { regionOf } from '../../../kernel/resource-region.ts'
import { tagsOf } from '../../../kernel/tags.ts'
import { EcsError } from '../errors.ts'
import { CONTAINER_MEMBERS } from '../model/container-members.ts'
import type { ContainerPlan, LogDestination, TaskDefinitionPlan } from '../model/ecs-plan.ts'
import { isFargateSize } from '../model/fargate-sizes.ts'

const DEFAULT_STOP_TIMEOUT_SECONDS = 30
const MAX_FARGATE_STOP_TIMEOUT_SECONDS = 120

/** Reads the program's task definition; its attributes match the API's, except that the containers are JSON. */
export function planTaskDefinition(node: ResourceNode): TaskDefinitionPlan {
  const attributes = Attributes.of(node)
  const family = attributes.text('family', node.name)
  const arn = attributes.text('arn', node.id)
  const registered = { ...node.inputs, ...node.outputs } as Readonly<Record<string, unknown>>
  const containerDefinitions = parseContainers(family, attributes.text('containerDefinitions'))
  const document = { ...pick(registered, DOCUMENT_FIELDS), family, containerDefinitions }
  return planRevision(document, {
    arn,
    revision: attributes.number('revision', 1),
    region: regionOf(node, arn),
    tags: tagsOf(node),
  })
}

/** A revision as RegisterTaskDefinition takes it; refuses what ECS refuses or the local world cannot run. */
export function planRevision(
  document: Readonly<Record<string, unknown>>,
  identity: Pick<TaskDefinitionPlan, 'arn' | 'revision' | 'region' | 'tags'>,
): TaskDefinitionPlan {
  const attributes = new Attributes(document)
  const family = attributes.text('family')
  const networkMode = attributes.text('networkMode', 'bridge')
  if (networkMode !== 'awsvpc') {
    throw new EcsError(
      'MERIDIAN_ECS_NOT_INTERPRETED',
      `Task definition "${family}" has network mode "${networkMode}"; Fargate tasks need awsvpc`,
    )
  }
  refuseUnhonoured(family, document.containerDefinitions)
  const containers = attributes
    .blocks('containerDefinitions')
    .map((container) => planContainer(family, container, identity.region))
  refuseWithoutEssential(family, containers)
  refuseTwins(family, containers)
  refuseSize(family, attributes.text('cpu'), attributes.text('memory'))
  return {
    ...identity,
    family,
    cpu: attributes.text('cpu'),
    memory: attributes.text('memory'),
    containers,
    document,
  }
}

/** Fields with the same name in the program and the API. */
const DOCUMENT_FIELDS = [
  'cpu',
  'executionRoleArn',
  'memory',
  'networkMode',
  'requiresCompatibilities',
  'runtimePlatform',
  'taskRoleArn',
]

function pick(from: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])))
}

function parseContainers(family: string, json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new EcsError(
      'MERIDIAN_ECS_INVALID',
      `The containerDefinitions of task definition "${family}" are not JSON: ${json.slice(0, 80)}…; write them with pulumi.jsonStringify`,
      { cause },
    )
  }
}

function planContainer(family: string, container: Attributes, region: RegionId): ContainerPlan {
  const name = container.text('name')
  const stopTimeout = container.number('stopTimeout', DEFAULT_STOP_TIMEOUT_SECONDS)
  if (name !== '' && !CONTAINER_NAME.test(name))
    throw invalid(
      `Container name "${name}" of "${family}" has other characters than letters, digits, - and _`,
    )
  if (stopTimeout < 0) throw invalid(`Container "${name}" of "${family}" has stopTimeout ${stopTimeout}`)
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
    command: listOf(container, 'command'),
    environment: pairs(container, 'environment', 'value'),
    secrets: pairs(container, 'secrets', 'valueFrom'),
    ports: container.blocks('portMappings').map((mapping) => mapping.number('containerPort', 0)),
    stopTimeoutMs: stopTimeout * 1_000,
    log: planLog(family, container, region),
  }
}

/** Fargate requires a region and a prefix; other drivers' output appears only in the world's files. */
function planLog(family: string, container: Attributes, region: RegionId): LogDestination | undefined {
  const configuration = container.block('logConfiguration')
  if (configuration.text('logDriver') !== 'awslogs') return undefined
  const options = configuration.block('options')
  const group = options.text('awslogs-group')
  const streamPrefix = options.text('awslogs-stream-prefix')
  if (group === '' || streamPrefix === '')
    throw invalid(
      `Container "${container.text('name')}" of "${family}" logs by awslogs and lacks ${group === '' ? 'awslogs-group' : 'awslogs-stream-prefix'}; Fargate needs it`,
    )
  return { group, streamPrefix, region: parseRegionId(options.text('awslogs-region', region)) }
}

/** An empty list means the image's default, as on AWS. */
function listOf(container: Attributes, key: string): readonly string[] | undefined {
  const list = container.texts(key)
  return list.length > 0 ? list : undefined
}

function pairs(container: Attributes, key: string, valueKey: string): Readonly<Record<string, string>> {
  return Object.fromEntries(container.blocks(key).map((pair) => [pair.text('name'), pair.text(valueKey)]))
}

/** Refuses settings that would start other containers, or start them differently. */
function refuseUnhonoured(family: string, containers: unknown): void {
  for (const container of Array.isArray(containers) ? (containers as readonly object[]) : [])
    for (const [member, value] of Object.entries(container)) {
      const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0)
      if (isEmpty || Object.hasOwn(CONTAINER_MEMBERS, member)) continue
      throw new EcsError(
        'MERIDIAN_ECS_NOT_INTERPRETED',
        `A container of task definition "${family}" sets ${member}, which the local world does not honour; leave it out`,
      )
    }
}

const CONTAINER_NAME = /^[A-Za-z0-9_-]{1,255}$/

function refuseTwins(family: string, containers: readonly ContainerPlan[]): void {
  const names = containers.map(({ name }) => name)
  const twin = names.find((name, at) => names.indexOf(name) < at)
  if (twin !== undefined)
    throw invalid(`Task definition "${family}" has two containers of the name "${twin}"; give each its own`)
  const ports = containers.flatMap(({ ports }) => ports)
  const port = ports.find((each, at) => each < 1 || each > 65_535 || ports.indexOf(each) < at)
  if (port !== undefined)
    throw invalid(`Task definition "${family}" maps port ${port} twice, or it is not from 1 to 65535`)
}

function refuseSize(family: string, cpu: string, memory: string): void {
  // Without either, RunTask has to set them.
  if (cpu === '' && memory === '') return
  if (!isFargateSize(cpu, memory))
    throw invalid(
      `No Fargate configuration exists for given values: ${cpu || 'no'} CPU, ${memory || 'no'} memory (task definition "${family}"). See the Amazon ECS documentation for the valid values.`,
    )
}

const invalid = (message: string) => new EcsError('MERIDIAN_ECS_INVALID', message)

function refuseWithoutEssential(family: string, containers: readonly ContainerPlan[]): void {
  if (containers.some(({ isEssential }) => isEssential)) return
  throw new EcsError(
    'MERIDIAN_ECS_INVALID',
    `Task definition "${family}" has ${containers.length} containers and none is essential; mark the main one`,
  )
}
