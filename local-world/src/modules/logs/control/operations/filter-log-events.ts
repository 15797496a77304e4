import type { FilterLogEventsCommandInput, FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { eventIdOf, sequenceOf } from '../../model/log-event.ts'
import { invalidParameter } from '../aws-errors.ts'
import type { LogsControl } from '../context.ts'
import { groupOf, testOf } from '../lookups.ts'
import { firstPage, toFilteredEvent } from '../shapes.ts'

const MOST_EVENTS = 10_000

/** Events between two times, the end included, of all streams or some; the token is the previous page's last event. */
export const filterLogEvents =
  ({ clock, store }: LogsControl) =>
  (input: FilterLogEventsCommandInput, { region }: WireContext): FilterLogEventsResponse => {
    const {
      endTime = Number.POSITIVE_INFINITY,
      limit = MOST_EVENTS,
      logStreamNamePrefix,
      logStreamNames,
      nextToken,
      startTime = 0,
    } = input
    if (logStreamNames !== undefined && logStreamNamePrefix !== undefined)
      throw invalidParameter('LogStreamNames and LogStreamNamePrefix are mutually exclusive parameters.')
    if (startTime > endTime) throw invalidParameter('End time should not be less than start time.')
    const group = groupOf(store, region, input)
    const holds = testOf(input.filterPattern)
    const after = nextToken === undefined ? 0 : sequenceOf(nextToken)
    if (after === undefined) throw invalidParameter('The specified nextToken is invalid.')
    const found = group
      .events(clock.now())
      .filter(
        ({ message, sequence, stream, timestampMs }) =>
          sequence > after &&
          timestampMs >= startTime &&
          timestampMs <= endTime &&
          (logStreamNames?.includes(stream) ?? stream.startsWith(logStreamNamePrefix ?? '')) &&
          holds(message),
      )
    const page = firstPage(found, limit)
    const last = page.at(-1)
    return {
      events: page.map(toFilteredEvent),
      // Always empty on AWS too, since it searches all streams at once.
      searchedLogStreams: [],
      nextToken: last && page.length < found.length ? eventIdOf(last) : undefined,
    }
  }
