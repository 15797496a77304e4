import type { DescribeAlarmsInput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { CloudWatchControl } from '../context.ts'
import { alarmShape, compositeShape } from '../shapes.ts'

/** Composite alarms are shown to who asks for their type, as on AWS. */
export const describeAlarms =
  ({ board }: CloudWatchControl) =>
  (input: DescribeAlarmsInput, { region }: WireContext): DescribeAlarmsOutput => {
    const { AlarmNamePrefix = '', AlarmNames, AlarmTypes = ['MetricAlarm'], MaxRecords, StateValue } = input
    const alarms = board
      .list(region)
      .filter(({ definition }) => !AlarmNames?.length || AlarmNames.includes(definition.name))
      .filter(({ definition }) => definition.name.startsWith(AlarmNamePrefix))
      .filter(({ state }) => StateValue === undefined || state === StateValue)
    const metric = alarms.flatMap(({ definition, ...rest }) =>
      definition.kind === 'metric' ? [alarmShape({ definition, ...rest })] : [],
    )
    const composite = alarms.flatMap(({ definition, ...rest }) =>
      definition.kind === 'composite' ? [compositeShape({ definition, ...rest })] : [],
    )
    return {
      MetricAlarms: AlarmTypes.includes('MetricAlarm') ? metric.slice(0, MaxRecords) : [],
      CompositeAlarms: AlarmTypes.includes('CompositeAlarm') ? composite.slice(0, MaxRecords) : [],
    }
  }
