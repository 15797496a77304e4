import type { RegionId } from '@meridian/topology'
import type { TargetDescription } from '../target/target.ts'
import type { AwsClients } from './clients.ts'

/** How far back a data point still says something about now. */
const RECENT_MS = 5 * 60_000
const PERIOD_SECONDS = 60

/** What CloudWatch says last about a secondary's lag; undefined when it has nothing or cannot be asked. */
export async function replicationLagMs(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
): Promise<number | undefined> {
  const { GetMetricStatisticsCommand } = await import('@aws-sdk/client-cloudwatch')
  const { clusterId } = target.stackOutputs.database.regions[region]
  try {
    const client = await aws.cloudwatch(region)
    const { Datapoints } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/RDS',
        MetricName: 'AuroraGlobalDBReplicationLag',
        Dimensions: [{ Name: 'DBClusterIdentifier', Value: clusterId }],
        StartTime: new Date(Date.now() - RECENT_MS),
        EndTime: new Date(Date.now() + PERIOD_SECONDS * 1_000),
        Period: PERIOD_SECONDS,
        Statistics: ['Average'],
      }),
    )
    const newest = [...(Datapoints ?? [])].sort((left, right) => timeOf(left) - timeOf(right)).at(-1)
    return newest?.Average
  } catch {
    return undefined
  }
}

const timeOf = (point: { Timestamp?: Date | undefined }) => point.Timestamp?.getTime() ?? 0

/** Alarms in state ALARM; undefined when CloudWatch cannot be asked. */
export async function ringingAlarms(
  aws: AwsClients,
  region: RegionId,
): Promise<readonly string[] | undefined> {
  const { DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch')
  try {
    const client = await aws.cloudwatch(region)
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ StateValue: 'ALARM' }))
    return (MetricAlarms ?? []).map((alarm) => alarm.AlarmName ?? 'unnamed')
  } catch {
    return undefined
  }
}
