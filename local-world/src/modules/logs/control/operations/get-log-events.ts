import type { GetLogEventsCommandInput, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { eventIdOf, type LogEvent, sequenceOf } from '../../model/log-event.ts'
import { invalidParameter, streamNotFound } from '../aws-errors.ts'
import type { LogsControl } from '../context.ts'
import { groupOf } from '../lookups.ts'
import { firstPage, lastPage } from '../shapes.ts'

const MOST_EVENTS = 10_000
const TOKEN = /^([fb])\/(\d{56})\/s$/

/**
 * Events of one stream before `endTime`, the newest ones by default. A token names an event and the side of it on
 * which the page lies; at either end the same token is returned, as on AWS.
 */
export const getLogEvents =
  ({ clock, store }: LogsControl) =>
  (input: GetLogEventsCommandInput, { region }: WireContext): GetLogEventsResponse => {
    const {
      endTime = Number.POSITIVE_INFINITY,
      limit = MOST_EVENTS,
      logStreamName = '',
      nextToken,
      startFromHead,
      startTime = 0,
    } = input
    const group = groupOf(store, region, input)
    if (!group.stream(logStreamName)) throw streamNotFound()
    const events = group
      .events(clock.now())
      .filter(
        ({ stream, timestampMs }) =>
          stream === logStreamName && timestampMs >= startTime && timestampMs < endTime,
      )
    const page =
      nextToken === undefined
        ? startFromHead
          ? firstPage(events, limit)
          : lastPage(events, limit)
        : pageBeside(events, nextToken, limit)
    const [first] = page
    const last = page.at(-1)
    const here =
      nextToken?.slice(2) ?? `${eventIdOf({ sequence: 0, stream: '', timestampMs: 0, message: '' })}/s`
    return {
      events: page.map(({ message, timestampMs }) => ({
        timestamp: timestampMs,
        message,
        ingestionTime: timestampMs,
      })),
      nextForwardToken: `f/${last ? `${eventIdOf(last)}/s` : here}`,
      nextBackwardToken: `b/${first ? `${eventIdOf(first)}/s` : here}`,
    }
  }

function pageBeside(events: readonly LogEvent[], token: string, limit: number): readonly LogEvent[] {
  const [, direction, id = ''] = TOKEN.exec(token) ?? []
  const sequence = sequenceOf(id)
  if (direction === undefined || sequence === undefined)
    throw invalidParameter('The specified nextToken is invalid.')
  return direction === 'f'
    ? firstPage(
        events.filter((event) => event.sequence > sequence),
        limit,
      )
    : lastPage(
        events.filter((event) => event.sequence < sequence),
        limit,
      )
}
