import type { SetAlarmStateInput } from '@aws-sdk/client-cloudwatch'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { invalidValue, notFound } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const

/** Lasts until the next evaluation, a beat later, which goes by the data. */
export const setAlarmState =
  ({ board, clock, announce }: CloudWatchControl) =>
  (input: SetAlarmStateInput, { region }: WireContext): object => {
    const { AlarmName = '', StateReason = '', StateReasonData, StateValue } = input
    const state = STATES.find((known) => known === StateValue)
    if (!state) throw invalidValue(`The value ${StateValue} for parameter StateValue is invalid.`)
    const alarm = board.find(region, AlarmName)
    if (!alarm) throw notFound(`The alarm ${AlarmName} does not exist.`)
    const changed = board.setState(alarm, state, StateReason, clock.now(), StateReasonData)
    if (changed.state !== alarm.state) announce(changed)
    return {}
  }
