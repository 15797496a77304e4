import type { DeleteAlarmsInput } from '@aws-sdk/client-cloudwatch'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { notFound } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'

/** An unknown name fails the request, and nothing is deleted. */
export const deleteAlarms =
  ({ board }: CloudWatchControl) =>
  ({ AlarmNames = [] }: DeleteAlarmsInput, { region }: WireContext): object => {
    const unknown = AlarmNames.find((name) => !board.find(region, name))
    if (unknown !== undefined) throw notFound(`The alarm ${unknown} does not exist.`)
    for (const name of AlarmNames) board.delete(region, name)
    return {}
  }
