import type { Task } from '@aws-sdk/client-ecs'
import type { RegionId, ServiceName } from '@meridian/topology'
import type { AwsClients } from '../aws/clients.ts'
import { describeTargetHealth } from '../aws/target-health.ts'
import { OperationRefusedError } from '../errors.ts'
import type { TargetDescription } from '../target/target.ts'
import { type Patience, waitUntil } from '../waiting/until.ts'

export interface RunningTask {
  readonly arn: string
  /** Last part of the ARN, as typed on the command line. */
  readonly id: string
  readonly service: ServiceName
  readonly startedAt: Date | undefined
  /** Its private address, under which its load balancer knows it. */
  readonly address: string | undefined
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

function toRunningTask(
  { taskArn = '', startedAt, attachments = [] }: Task,
  service: ServiceName,
): RunningTask {
  const address = attachments
    .flatMap(({ details = [] }) => details)
    .find(({ name }) => name === 'privateIPv4Address')?.value
  return { arn: taskArn, id: taskArn.split('/').at(-1) ?? taskArn, service, startedAt, address }
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
  /** From the call until the replacement ran; its container may still be starting the program. */
  readonly runningAfterMs: number | undefined
  /** From the call until its load balancer sent requests to the replacement; undefined if it never did. */
  readonly servingAfterMs: number | undefined
  /** From the call until the end of the wait. */
  readonly waitedMs: number
}

/** Stops a task through ECS and waits until a replacement is running and is a healthy target of its load balancer. */
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
  const sinceCall = () => patience.pacing.now() - calledMs
  await client.send(
    new StopTaskCommand({ cluster, task: victim.arn, reason: 'stopped by an operator with kill-task' }),
  )
  let replacedBy: RunningTask | undefined
  let runningAfterMs: number | undefined
  const { isOverdue } = await waitUntil(
    patience,
    async () => {
      const now = await runningTasks(target, aws, region, victim.service)
      replacedBy = now.find(({ arn }) => !known.has(arn))
      if (replacedBy === undefined) return false
      runningAfterMs ??= sinceCall()
      return isHealthyTarget(target, aws, region, replacedBy)
    },
    (isServing) => isServing,
  )
  const waitedMs = sinceCall()
  const servingAfterMs = isOverdue ? undefined : waitedMs
  return { killed: victim, replacedBy, runningAfterMs, servingAfterMs, waitedMs }
}

async function isHealthyTarget(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
  { service, address }: RunningTask,
): Promise<boolean> {
  const targets = await describeTargetHealth(aws, target, region, service)
  return targets.some(
    ({ Target, TargetHealth }) => Target?.Id === address && TargetHealth?.State === 'healthy',
  )
}
