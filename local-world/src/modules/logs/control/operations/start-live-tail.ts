import { randomUUID } from 'node:crypto'
import type {
  StartLiveTailCommandInput,
  StartLiveTailResponse,
  StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { LiveTail } from '../../model/live-tails.ts'
import { groupNotFound, invalidParameter, limitExceeded } from '../aws-errors.ts'
import type { LogsControl } from '../context.ts'
import { testOf } from '../lookups.ts'

const UPDATE_MS = 1_000

/** Streams new events, once a second, until the client disconnects or the world stops. */
export const startLiveTail =
  ({ clock, store, tails }: LogsControl) =>
  (input: StartLiveTailCommandInput, { region }: WireContext): StartLiveTailResponse => {
    const { logEventFilterPattern, logGroupIdentifiers = [], logStreamNamePrefixes, logStreamNames } = input
    if (logStreamNames && logStreamNamePrefixes)
      throw invalidParameter('logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.')
    const groups = logGroupIdentifiers.map((identifier) => store.find(region, identifier))
    if (groups.includes(undefined)) throw groupNotFound()
    if (tails.isFull)
      throw limitExceeded('The maximum number of concurrent Live Tail sessions has been reached.')
    const tail = new LiveTail(
      (group, stream) =>
        groups.includes(group) &&
        (logStreamNames?.includes(stream) ??
          logStreamNamePrefixes?.some((prefix) => stream.startsWith(prefix)) ??
          true),
      testOf(logEventFilterPattern),
    )
    tails.open(tail)
    return { responseStream: follow() }

    async function* follow(): AsyncGenerator<StartLiveTailResponseStream> {
      try {
        yield {
          sessionStart: {
            requestId: randomUUID(),
            sessionId: randomUUID(),
            logGroupIdentifiers,
            logStreamNames,
            logStreamNamePrefixes,
            logEventFilterPattern,
          },
        }
        while (!tails.signal.aborted) {
          await clock.sleep(UPDATE_MS, tails.signal)
          const { found, isSampled } = tail.take()
          yield {
            sessionUpdate: {
              sessionMetadata: { sampled: isSampled },
              sessionResults: found.map(({ event, group }) => ({
                logStreamName: event.stream,
                logGroupIdentifier: group.plan.arn,
                message: event.message,
                timestamp: event.timestampMs,
                ingestionTime: event.timestampMs,
              })),
            },
          }
        }
      } finally {
        tails.end(tail)
      }
    }
  }
