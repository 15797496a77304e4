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

const TAIL_MS = 10 * 60_000
const MOST_LINES = 200
const MOST_GROUPS = 10

/** The latest log lines of a region's services that match a CloudWatch Logs filter pattern; newest first. */
export async function tailLogs(
  target: OpenTarget,
  region: RegionId,
  filterPattern: string,
): Promise<readonly LogLine[]> {
  const { DescribeLogGroupsCommand, FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs')
  const { client } = await logsOf(target, region)
  const { cluster } = target.description.stackOutputs.services[region]
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ limit: 50 }))
  const groups = logGroups.flatMap(({ logGroupName }) =>
    logGroupName?.includes(cluster) ? [logGroupName] : [],
  )
  const found = await Promise.all(
    groups.slice(0, MOST_GROUPS).map(async (logGroupName) => {
      const { events = [] } = await client.send(
        new FilterLogEventsCommand({
          logGroupName,
          startTime: Date.now() - TAIL_MS,
          limit: 1_000,
          ...(filterPattern === '' ? {} : { filterPattern }),
        }),
      )
      return events
    }),
  )
  return found
    .flat()
    .map(({ timestamp = 0, logStreamName = '', message = '' }) => ({
      at: timestamp,
      stream: logStreamName,
      text: message,
    }))
    .sort((left, right) => right.at - left.at)
    .slice(0, MOST_LINES)
}

function logsOf({ description, keep }: OpenTarget, region: RegionId) {
  return keep(`logs ${region}`, async () => {
    const { CloudWatchLogsClient: Client } = await import('@aws-sdk/client-cloudwatch-logs')
    const client: CloudWatchLogsClient = createToolClient(Client, description, region, { attempts: 1 })
    return { client, [Symbol.asyncDispose]: async () => client.destroy() }
  })
}
