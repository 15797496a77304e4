import { createHash } from 'node:crypto'
import type {
  Attachment,
  Container,
  ContainerDefinition,
  KeyValuePair,
  Task,
  TaskOverride,
} from '@aws-sdk/client-ecs'
import type { RunningTask } from '../engine/running-task.ts'
import type { TaskState } from '../model/task-lifecycle.ts'
import type { ContainerView, TaskView } from '../running.ts'
import { shownTags } from './task-definition-shape.ts'

/** The version that LATEST resolves to. */
export const PLATFORM_VERSION = '1.4.0'
/** Fargate's default. */
const EPHEMERAL_GIB = 20
/** AWS's name for this machine's architecture. */
const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'x86_64'

export function taskShape(task: RunningTask, withTags = false): Task {
  const view = task.view()
  const { capacityProvider, definition, group, startedBy, tags } = task.request
  return {
    taskArn: view.arn,
    clusterArn: view.clusterArn,
    taskDefinitionArn: view.taskDefinitionArn,
    lastStatus: view.lastStatus,
    desiredStatus: view.desiredStatus,
    ...(capacityProvider ? { capacityProviderName: capacityProvider } : { launchType: 'FARGATE' }),
    platformVersion: PLATFORM_VERSION,
    platformFamily: 'Linux',
    availabilityZone: view.zone,
    cpu: definition.cpu,
    memory: definition.memory,
    group,
    ...(startedBy && { startedBy }),
    attributes: [{ name: 'ecs.cpu-architecture', value: ARCHITECTURE }],
    attachments: [attachmentShape(task, view)],
    containers: containerShapes(task, view),
    overrides: overrideShape(task),
    enableExecuteCommand: false,
    healthStatus: 'UNKNOWN',
    ephemeralStorage: { sizeInGiB: EPHEMERAL_GIB },
    fargateEphemeralStorage: { sizeInGiB: EPHEMERAL_GIB },
    // Incremented with every state.
    version: Object.keys(view.reachedAtMs).length,
    ...(withTags && { tags: shownTags(tags) }),
    ...timesShape(view),
    ...(view.stopCode && { stopCode: view.stopCode }),
    ...(view.stoppedReason !== undefined && { stoppedReason: view.stoppedReason }),
  }
}

function timesShape({ createdAtMs, reachedAtMs, startedAtMs, stoppedAtMs }: TaskView): Task {
  const at = (state: TaskState) => dateOf(reachedAtMs[state])
  const stopping = at('DEACTIVATING') ?? at('STOPPING') ?? at('DEPROVISIONING')
  const times = {
    createdAt: new Date(createdAtMs),
    connectivityAt: at('PENDING'),
    pullStartedAt: at('PENDING'),
    pullStoppedAt: at('ACTIVATING'),
    startedAt: dateOf(startedAtMs),
    stoppingAt: stopping,
    executionStoppedAt: at('DEPROVISIONING'),
    stoppedAt: dateOf(stoppedAtMs),
  }
  const known = Object.entries(times).filter(([, time]) => time !== undefined)
  return {
    ...Object.fromEntries(known),
    ...(reachedAtMs.PENDING !== undefined && { connectivity: 'CONNECTED' }),
  }
}

const dateOf = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms))

/** Derives the ids that ECS would generate, so that they are the same in every response. */
function uuidOf(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join(' ')).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}

const attachmentIdOf = (task: RunningTask): string => uuidOf(task.arn, 'attachment')

function attachmentShape(task: RunningTask, { address, interfaceId, lastStatus }: TaskView): Attachment {
  const detail = (name: string, value: string): KeyValuePair => ({ name, value })
  const isGone = lastStatus === 'STOPPED'
  const status = isGone ? 'DELETED' : interfaceId === undefined ? 'PRECREATED' : 'ATTACHED'
  return {
    id: attachmentIdOf(task),
    type: 'ElasticNetworkInterface',
    status,
    details: [
      detail('subnetId', task.request.subnetId),
      ...(interfaceId === undefined ? [] : [detail('networkInterfaceId', interfaceId)]),
      ...(address === undefined ? [] : [detail('privateIPv4Address', address)]),
    ],
  }
}

/** Every container of the definition, including those not started yet. */
function containerShapes(task: RunningTask, view: TaskView): Container[] {
  const { document } = task.request.definition
  const definitions = (document.containerDefinitions ?? []) as readonly ContainerDefinition[]
  return definitions.map((definition) => {
    const { name = '' } = definition
    const running = view.containers.find((container) => container.name === name)
    return {
      containerArn: `${task.arn.replace(':task/', ':container/')}/${uuidOf(task.arn, name)}`,
      taskArn: task.arn,
      name,
      image: definition.image,
      runtimeId: `${task.request.id}-${uuidOf(task.arn, name, 'runtime').replaceAll(/\D/g, '').slice(0, 10)}`,
      lastStatus: statusOf(running),
      healthStatus: 'UNKNOWN',
      cpu: String(definition.cpu ?? 0),
      ...(definition.memory !== undefined && { memory: String(definition.memory) }),
      ...(definition.memoryReservation !== undefined && {
        memoryReservation: String(definition.memoryReservation),
      }),
      ...(running?.exitCode !== undefined && { exitCode: running.exitCode }),
      networkBindings: [],
      networkInterfaces:
        view.address === undefined
          ? []
          : [{ attachmentId: attachmentIdOf(task), privateIpv4Address: view.address }],
    }
  })
}

function statusOf(container: ContainerView | undefined): string {
  if (!container) return 'PENDING'
  return container.exitCode === undefined ? 'RUNNING' : 'STOPPED'
}

function overrideShape({ request }: RunningTask): TaskOverride {
  return {
    containerOverrides: request.definition.containers.map(({ name }) => {
      const { command, environment = {} } = request.overrides[name] ?? {}
      const variables = Object.entries(environment).map(([key, value]) => ({ name: key, value }))
      return {
        name,
        ...(command && { command: [...command] }),
        ...(variables.length > 0 && { environment: variables }),
      }
    }),
  }
}
