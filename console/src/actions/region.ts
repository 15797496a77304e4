import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { createToolClient } from '@meridian/operator-tools'
import type { RegionId } from '@meridian/topology'
import type { LogLine, TaskView } from '../../shared/region.ts'
import type { OpenTarget } from '../watch/source.ts'

/** All tasks of a region's services, as ECS describes them. */
export async function listTasks(
  { aws, description }: OpenTarget,
  region: RegionId,
): Promise<readonly TaskView[]> {
  const { DescribeTasksCommand, ListTasksCommand } = await import('@aws-sdk/client-ecs')
  const { cluster } = description.stackOutputs.services[region]
  const ecs = await aws.ecs(region)
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster }))
  if (taskArns.length === 0) return []
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))
  return tasks.map((task) => ({
    id: task.taskArn?.split('/').at(-1) ?? '',
    service: task.group?.replace('service:', '') ?? '',
    status: task.lastStatus ?? 'UNKNOWN',
    health: task.healthStatus ?? 'UNKNOWN',
    revision: task.taskDefinitionArn?.split('/').at(-1) ?? '',
    zone: task.availabilityZone ?? '',
    startedAt: task.startedAt?.toISOString(),
  }))
}

/** How far back to look until there are enough lines, step by step: FilterLogEvents gives the oldest first. */
const TAILS_MS = [15_000, 120_000, 600_000]
const MOST_LINES = 200
const MOST_GROUPS = 10
/** Of up to 10,000 lines each, for one group and one tail. */
const MOST_PAGES = 10

/** Which lines to show. */
export interface LogFilter {
  /** Of CloudWatch Logs; empty for every line. */
  readonly pattern?: string
  /** A task's id or how it begins; empty for all tasks. */
  readonly task?: string
}

/** The latest log lines of a region's services that match a filter, newest first. */
export async function tailLogs(
  target: OpenTarget,
  region: RegionId,
  filter: LogFilter,
): Promise<readonly LogLine[]> {
  const { DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs')
  const { client } = await logsOf(target, region)
  const { cluster } = target.description.stackOutputs.services[region]
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ limit: 50 }))
  const groups = logGroups.flatMap(({ logGroupName }) =>
    logGroupName?.includes(cluster) ? [logGroupName] : [],
  )
  const chosen = groups.slice(0, MOST_GROUPS)
  const nowMs = Date.now()
  const lines: LogLine[] = []
  let endTime: number | undefined
  for (const tailMs of TAILS_MS) {
    const startTime = nowMs - tailMs
    const within = { startTime, endTime }
    const found = await Promise.all(chosen.map((group) => eventsWithin(client, group, within, filter)))
    lines.push(...found.flat())
    if (lines.length >= MOST_LINES) break
    endTime = startTime - 1
  }
  return lines.toSorted((left, right) => right.at - left.at).slice(0, MOST_LINES)
}

/** The events of a group within a time range in ms since 1970, both ends included. */
async function eventsWithin(
  client: CloudWatchLogsClient,
  logGroupName: string,
  { startTime, endTime }: { readonly startTime: number; readonly endTime: number | undefined },
  { pattern: filterPattern = '', task = '' }: LogFilter,
): Promise<readonly LogLine[]> {
  const { FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs')
  const lines: LogLine[] = []
  let nextToken: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.send(
      new FilterLogEventsCommand({
        logGroupName,
        startTime,
        ...(endTime === undefined ? {} : { endTime }),
        ...(filterPattern === '' ? {} : { filterPattern }),
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    )
    // A stream is named `<prefix>/<container>/<task>`.
    for (const { timestamp = 0, logStreamName = '', message = '' } of answer.events ?? [])
      if (logStreamName.split('/').at(-1)?.startsWith(task))
        lines.push({ at: timestamp, stream: logStreamName, text: message })
    nextToken = answer.nextToken
    if (nextToken === undefined) break
  }
  return lines
}

function logsOf({ description, keep }: OpenTarget, region: RegionId) {
  return keep(`logs ${region}`, async () => {
    const { CloudWatchLogsClient: Client } = await import('@aws-sdk/client-cloudwatch-logs')
    const client: CloudWatchLogsClient = createToolClient(Client, description, region, { attempts: 1 })
    return { client, [Symbol.asyncDispose]: async () => client.destroy() }
  })
}
