import type { DescribeAlarmsInput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch'
import type { WireContext } from '../../../../wire/service.ts'
import type { CloudWatchControl } from '../cloudwatch-control.ts'
import { alarmShape } from '../shapes.ts'

export const describeAlarms =
  ({ board }: CloudWatchControl) =>
  (input: DescribeAlarmsInput, { region }: WireContext): DescribeAlarmsOutput => {
    const { AlarmNamePrefix = '', AlarmNames, MaxRecords, StateValue } = input
    const alarms = board
      .list(region)
      .filter(({ definition }) => !AlarmNames?.length || AlarmNames.includes(definition.name))
      .filter(({ definition }) => definition.name.startsWith(AlarmNamePrefix))
      .filter(({ state }) => StateValue === undefined || state === StateValue)
    return { MetricAlarms: alarms.slice(0, MaxRecords).map(alarmShape), CompositeAlarms: [] }
  }
