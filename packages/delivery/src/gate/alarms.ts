import type { AwsClients } from '@meridian/operator-tools'
import type { RegionId } from '@meridian/topology'

/**
 * Names of the stack's alarms in ALARM in a region, composite ones included; undefined when CloudWatch does not answer.
 *
 * Only names with the prefix: the alarms that target tracking creates are in ALARM whenever there is little load.
 */
export async function ringingAlarmsOf(
  aws: AwsClients,
  region: RegionId,
  prefix: string,
): Promise<readonly string[] | undefined> {
  const { paginateDescribeAlarms } = await import('@aws-sdk/client-cloudwatch')
  try {
    const client = await aws.cloudwatch(region)
    const names: string[] = []
    const pages = paginateDescribeAlarms(
      { client },
      { StateValue: 'ALARM', AlarmNamePrefix: prefix, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    )
    for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages)
      names.push(...[...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName ?? 'unnamed'))
    return names
  } catch {
    return undefined
  }
}
