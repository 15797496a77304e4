import type { DescribeAlarmsInput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch'
import { pageOf } from '../../../../kernel/page.ts'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { invalidToken } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'
import { alarmShape, compositeShape } from '../shapes.ts'

const PAGE_SIZE = 50
const TYPES = { metric: 'MetricAlarm', composite: 'CompositeAlarm' } as const

/** Composite alarms are listed only when their type is asked for, as on AWS. */
export const describeAlarms =
  ({ board }: CloudWatchControl) =>
  (input: DescribeAlarmsInput, { region }: WireContext): DescribeAlarmsOutput => {
    const { AlarmNamePrefix = '', AlarmNames, AlarmTypes = ['MetricAlarm'], StateValue } = input
    const alarms = board
      .list(region)
      .filter(({ definition }) => !AlarmNames?.length || AlarmNames.includes(definition.name))
      .filter(({ definition }) => definition.name.startsWith(AlarmNamePrefix))
      .filter(({ state }) => StateValue === undefined || state === StateValue)
      .filter(({ definition }) => AlarmTypes.includes(TYPES[definition.kind]))
    const { MaxRecords: size = PAGE_SIZE, NextToken: token } = input
    const { items, next } = pageOf(alarms, { size, token }, invalidToken)
    const metric = items.flatMap(({ definition, ...rest }) =>
      definition.kind === 'metric' ? [alarmShape({ definition, ...rest })] : [],
    )
    const composite = items.flatMap(({ definition, ...rest }) =>
      definition.kind === 'composite' ? [compositeShape({ definition, ...rest })] : [],
    )
    return {
      MetricAlarms: metric,
      CompositeAlarms: composite,
      NextToken: next,
    }
  }
