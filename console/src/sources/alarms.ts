import type { RegionId } from '@meridian/topology'
import type { AlarmView } from '../../shared/views.ts'
import type { Source } from '../watch/source.ts'

/** A region's alarms, plain and composite. */
export const alarmsSource = (region: RegionId): Source<readonly AlarmView[]> => ({
  key: `alarms:${region}`,
  everyMs: 10_000,
  async read({ aws }) {
    const { DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch')
    const client = await aws.cloudwatch(region)
    const views: AlarmView[] = []
    let token: string | undefined
    do {
      const answer = await client.send(
        new DescribeAlarmsCommand({
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: 100,
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      )
      views.push(...[...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])].map(viewOf))
      token = answer.NextToken
    } while (token !== undefined)
    return views
  },
})

interface Alarm {
  readonly AlarmName?: string | undefined
  readonly StateValue?: string | undefined
  readonly StateReason?: string | undefined
  readonly StateUpdatedTimestamp?: Date | undefined
  readonly AlarmDescription?: string | undefined
}

const viewOf = (alarm: Alarm): AlarmView => ({
  name: alarm.AlarmName ?? 'unnamed',
  state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
  reason: alarm.StateReason ?? '',
  since: alarm.StateUpdatedTimestamp?.toISOString(),
  description: alarm.AlarmDescription ?? '',
})
