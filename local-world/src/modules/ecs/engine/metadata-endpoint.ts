import { createHmac, randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { closerOf } from '../../../kernel/closable-server.ts'
import { listenOnLoopback } from '../../../kernel/loopback.ts'
import { isSame } from '../../../kernel/trust/access-keys.ts'
import { createHttpServer } from '../../../kernel/trust/http-listener.ts'
import type { Trust } from '../../../kernel/trust/trust.ts'
import type { TaskDefinitionPlan } from '../model/ecs-plan.ts'
import type { TaskView } from '../running.ts'
import { containerStats } from './container-stats.ts'

/** As long as on ECS. */
const CREDENTIALS_LAST_MS = 6 * 3_600_000

/** A task as its metadata endpoint describes it. */
export interface DescribedTask {
  readonly view: TaskView
  readonly definition: TaskDefinitionPlan
}

/** Task metadata version 4 for all tasks, each under its own id. */
export interface MetadataEndpoint extends AsyncDisposable {
  uriOf(taskId: string): string
  /** Where the task's SDK gets the credentials of its role: a path that only the task knows. */
  credentialsUriOf(taskId: string): string
}

export async function startMetadataEndpoint(
  find: (taskId: string) => DescribedTask | undefined,
  trust: Trust,
): Promise<MetadataEndpoint> {
  const passKey = randomBytes(32)
  const passOf = (taskId: string) => createHmac('sha256', passKey).update(taskId).digest('hex')
  const server = createHttpServer({ trust, kind: 'metadata' }, (request, response) => {
    const [, version, taskId = '', part = '', rest] = (request.url ?? '').split('/')
    const isCredentials = version === 'credentials' && isSame(part, passOf(taskId))
    const task = version === 'v4' || isCredentials ? find(taskId) : undefined
    if (task && isCredentials) answer(response, 200, credentialsOf(task, trust))
    else if (!task) answer(response, 404, 'not found')
    else {
      const found = documentOf(task, rest === undefined ? part : `${part}/${rest}`)
      answer(response, found ? 200 : 404, found ?? `no ${part} here`)
    }
  })
  const close = closerOf(server)
  const port = await listenOnLoopback(server)
  return {
    uriOf: (taskId) => `http://127.0.0.1:${port}/v4/${taskId}`,
    credentialsUriOf: (taskId) => `http://127.0.0.1:${port}/credentials/${taskId}/${passOf(taskId)}`,
    [Symbol.asyncDispose]: close,
  }
}

/** Undefined for an unknown path. */
function documentOf(task: DescribedTask, path: string): object | undefined {
  switch (path) {
    case '':
      return containersOf(task)[0] ?? {}
    case 'task':
    case 'taskWithTags':
      return taskShape(task)
    case 'stats':
      return statsOf(task)[0]?.[1] ?? {}
    case 'task/stats':
      return Object.fromEntries(statsOf(task))
    default:
      return undefined
  }
}

/** Each container's statistics by its id. */
function statsOf({ definition, view }: DescribedTask) {
  const facts = { nowMs: Date.now(), memoryMib: Number(definition.memory) }
  return view.containers.map((container) => {
    const id = dockerIdOf(view, container.name)
    return [id, containerStats(container, id, facts)] as const
  })
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function credentialsOf({ view, definition }: DescribedTask, { keys }: Trust) {
  const roleArn = String(definition.document.taskRoleArn ?? '')
  const session = keys.issueSession({ roleArn, sessionName: view.id, lastsMs: CREDENTIALS_LAST_MS })
  return {
    RoleArn: roleArn,
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    Token: session.sessionToken,
    Expiration: new Date(session.expiresAtMs).toISOString(),
  }
}

function taskShape(task: DescribedTask) {
  const { view, definition } = task
  return {
    Cluster: view.clusterArn,
    TaskARN: view.arn,
    Family: definition.family,
    Revision: String(definition.revision),
    DesiredStatus: view.desiredStatus,
    KnownStatus: view.lastStatus,
    Limits: { CPU: Number(definition.cpu) / 1_024, Memory: Number(definition.memory) },
    AvailabilityZone: view.zone,
    LaunchType: 'FARGATE',
    Containers: containersOf(task),
  }
}

const dockerIdOf = (view: TaskView, container: string): string => `${view.id}-${container}`

function containersOf({ view }: DescribedTask) {
  return view.containers.map((container) => ({
    DockerId: dockerIdOf(view, container.name),
    Name: container.name,
    Image: container.image,
    KnownStatus: container.exitCode === undefined ? 'RUNNING' : 'STOPPED',
    Networks: [{ NetworkMode: 'awsvpc', IPv4Addresses: view.address === undefined ? [] : [view.address] }],
  }))
}
