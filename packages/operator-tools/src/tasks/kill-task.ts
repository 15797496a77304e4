import type { Task } from '@aws-sdk/client-ecs'
import type { RegionId, ServiceName } from '@meridian/topology'
import type { AwsClients } from '../aws/clients.ts'
import { OperationRefusedError } from '../errors.ts'
import type { TargetDescription } from '../target/target.ts'
import { type Patience, waitUntil } from '../waiting/until.ts'

export interface RunningTask {
  readonly arn: string
  /** Last part of the ARN, as typed on the command line. */
  readonly id: string
  readonly service: ServiceName
  readonly startedAt: Date | undefined
}

/** A service's running tasks in a region, oldest first. */
export async function runningTasks(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
  service: ServiceName,
): Promise<readonly RunningTask[]> {
  const { DescribeTasksCommand, ListTasksCommand } = await import('@aws-sdk/client-ecs')
  const client = await aws.ecs(region)
  const { cluster, services } = target.stackOutputs.services[region]
  const serviceName = services.find((name) => name.includes(service)) ?? service
  const { taskArns = [] } = await client.send(
    new ListTasksCommand({ cluster, serviceName, desiredStatus: 'RUNNING' }),
  )
  if (taskArns.length === 0) return []
  const { tasks = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))
  return tasks
    .filter((task) => task.lastStatus === 'RUNNING')
    .map((task) => toRunningTask(task, service))
    .sort((left, right) => timeOf(left) - timeOf(right))
}

function toRunningTask({ taskArn = '', startedAt }: Task, service: ServiceName): RunningTask {
  return { arn: taskArn, id: taskArn.split('/').at(-1) ?? taskArn, service, startedAt }
}

const timeOf = ({ startedAt }: RunningTask) => startedAt?.getTime() ?? 0

/** The task to stop: the named one, or the oldest. Refuses the last one of its service. */
export function chooseVictim(
  tasks: readonly RunningTask[],
  taskId: string | undefined,
  mayBeLast: boolean,
): RunningTask {
  const chosen = taskId === undefined ? tasks[0] : tasks.find(({ id }) => id === taskId)
  const known = tasks.map(({ id }) => id).join(', ') || 'none'
  if (!chosen)
    throw new OperationRefusedError(
      taskId === undefined
        ? 'No task of this service runs here.'
        : `No task ${taskId} runs here; running: ${known}`,
    )
  if (tasks.length === 1 && !mayBeLast)
    throw new OperationRefusedError(
      `${chosen.id} is the only task of its service in this region. Allow it with: --even-last`,
    )
  return chosen
}

export interface Replacement {
  readonly killed: RunningTask
  /** Undefined when none was running before the deadline. */
  readonly replacedBy: RunningTask | undefined
  readonly afterMs: number
}

/** Stops a task through ECS and waits until a replacement is running. */
export async function killTask(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
  victim: RunningTask,
  patience: Patience,
): Promise<Replacement> {
  const { StopTaskCommand } = await import('@aws-sdk/client-ecs')
  const before = await runningTasks(target, aws, region, victim.service)
  const known = new Set(before.map(({ arn }) => arn))
  const client = await aws.ecs(region)
  const { cluster } = target.stackOutputs.services[region]
  // Measured from the call: ECS may act before it responds.
  const calledMs = patience.pacing.now()
  await client.send(
    new StopTaskCommand({ cluster, task: victim.arn, reason: 'stopped by an operator with kill-task' }),
  )
  const { seen } = await waitUntil(
    patience,
    async () => {
      const now = await runningTasks(target, aws, region, victim.service)
      return now.find(({ arn }) => !known.has(arn))
    },
    (replacement) => replacement !== undefined,
  )
  return { killed: victim, replacedBy: seen, afterMs: patience.pacing.now() - calledMs }
}
