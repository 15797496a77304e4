import type {
  AlarmHistoryItem,
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
} from '@aws-sdk/client-cloudwatch'
import { pageOf } from '../../../../kernel/page.ts'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { Alarm, StateChange } from '../../model/alarm-board.ts'
import { invalidToken } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'

const PAGE_SIZE = 100

/** State changes, newest first; changes of definitions and actions are not recorded. */
export const describeAlarmHistory =
  ({ board }: CloudWatchControl) =>
  (input: DescribeAlarmHistoryInput, { region }: WireContext): DescribeAlarmHistoryOutput => {
    const items = board
      .list(region)
      .filter(({ definition }) => input.AlarmName === undefined || definition.name === input.AlarmName)
      .flatMap((alarm) => alarm.history.toReversed().map((change) => ({ alarm, change })))
      .sort((left, right) => right.change.atMs - left.change.atMs)
    const { MaxRecords: size = PAGE_SIZE, NextToken: token } = input
    const page = pageOf(items, { size, token }, invalidToken)
    return { AlarmHistoryItems: page.items.map(shape), NextToken: page.next }
  }

function shape({ alarm, change }: { alarm: Alarm; change: StateChange }): AlarmHistoryItem {
  return {
    AlarmName: alarm.definition.name,
    AlarmType: alarm.definition.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
    Timestamp: new Date(change.atMs),
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${change.from} to ${change.to}`,
    HistoryData: JSON.stringify({
      version: '1.0',
      oldState: { stateValue: change.from },
      newState: { stateValue: change.to, stateReason: change.reason },
    }),
  }
}
