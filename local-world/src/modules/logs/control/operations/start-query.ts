import { randomUUID } from 'node:crypto'
import type { StartQueryCommandInput, StartQueryResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { RegionId } from '@meridian/topology'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { type Command, parseQuery } from '../../model/insights/parse-query.ts'
import { runQuery } from '../../model/insights/run-query.ts'
import { sizeOf } from '../../model/log-event.ts'
import type { LogGroup } from '../../model/log-group.ts'
import { groupNotFound, invalidParameter, malformedQuery } from '../aws-errors.ts'
import type { LogsControl } from '../context.ts'

const MS_PER_SECOND = 1_000

/** Runs the query at once: all events are in memory. */
export const startQuery =
  (control: LogsControl) =>
  (input: StartQueryCommandInput, { region }: WireContext): StartQueryResponse => {
    const { clock, queries } = control
    const { endTime = 0, limit, queryString = '', startTime = 0 } = input
    if (startTime > endTime)
      throw invalidParameter('Query end time must be greater than or equal to start time.')
    const groups = groupsOf(control, input, region)
    const commands = parsed(queryString)
    const scanned = groups
      .flatMap((group) => group.events(clock.now()).map((event) => ({ group, event })))
      .filter(
        ({ event: { timestampMs } }) =>
          timestampMs >= startTime * MS_PER_SECOND && timestampMs < (endTime + 1) * MS_PER_SECOND,
      )
      .sort((one, other) => one.event.sequence - other.event.sequence)
    const { recordsMatched, rows } = runQuery(commands, scanned, limit)
    const id = randomUUID()
    queries.set(id, {
      id,
      text: queryString,
      groupNames: groups.map(({ plan }) => plan.name),
      createdAtMs: clock.now(),
      rows,
      recordsMatched,
      recordsScanned: scanned.length,
      bytesScanned: scanned.reduce((sum, { event }) => sum + sizeOf(event), 0),
    })
    return { queryId: id }
  }

function groupsOf(
  { store }: LogsControl,
  input: StartQueryCommandInput,
  region: RegionId,
): readonly LogGroup[] {
  const { logGroupIdentifiers, logGroupName, logGroupNames } = input
  const identifiers = [logGroupIdentifiers, logGroupNames, logGroupName && [logGroupName]].flatMap(
    (each) => each || [],
  )
  if (identifiers.length === 0) throw invalidParameter('At least one log group must be specified.')
  return identifiers.map((identifier) => {
    const group = store.find(region, identifier)
    if (!group) throw groupNotFound()
    return group
  })
}

function parsed(text: string): readonly Command[] {
  try {
    return parseQuery(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw malformedQuery(error.message)
  }
}
