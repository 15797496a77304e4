import type { RegionId } from '@meridian/topology'
import type { TargetDescription } from '../target/target.ts'
import type { AwsClients } from './clients.ts'

/** How old a data point may be and still count as current. */
const RECENT_MS = 5 * 60_000
const PERIOD_SECONDS = 60

/** CloudWatch's latest value for a secondary's lag; undefined when it has none or cannot be reached. */
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

/** Alarms in state ALARM; undefined when CloudWatch cannot be reached. */
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
