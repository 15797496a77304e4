import type {
  FilteredLogEvent,
  LogGroup as LogGroupShape,
  LogStream as LogStreamShape,
} from '@aws-sdk/client-cloudwatch-logs'
import { eventIdOf, type LogEvent, sizeOf } from '../model/log-event.ts'
import type { LogGroup, LogStream } from '../model/log-group.ts'
import type { MetricFilterPlan } from '../model/log-plan.ts'

export function toGroup(group: LogGroup, filters: readonly MetricFilterPlan[]): LogGroupShape {
  const { arn, kmsKeyId, name, region, retentionDays } = group.plan
  return {
    logGroupName: name,
    creationTime: group.createdAtMs,
    retentionInDays: retentionDays,
    metricFilterCount: filters.filter((filter) => filter.groupName === name && filter.region === region)
      .length,
    arn: `${arn}:*`,
    storedBytes: group.storedBytes,
    kmsKeyId,
    logGroupClass: 'STANDARD',
    deletionProtectionEnabled: false,
    bearerTokenAuthenticationEnabled: false,
    logGroupArn: arn,
  }
}

export function toStream(group: LogGroup, stream: LogStream): LogStreamShape {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAtMs,
    firstEventTimestamp: stream.firstEventMs,
    lastEventTimestamp: stream.lastEventMs,
    lastIngestionTime: stream.lastEventMs,
    arn: `${group.plan.arn}:log-stream:${stream.name}`,
    // AWS has reported no stream sizes since 2019.
    storedBytes: 0,
  }
}

export const toFilteredEvent = (event: LogEvent): FilteredLogEvent => ({
  logStreamName: event.stream,
  timestamp: event.timestampMs,
  message: event.message,
  ingestionTime: event.timestampMs,
  eventId: eventIdOf(event),
})

/** An answer holds at most one mebibyte of events. */
const MOST_PAGE_BYTES = 1_048_576

/** As many events from the start as fit into an answer. */
export function firstPage(events: readonly LogEvent[], limit: number): readonly LogEvent[] {
  let bytes = 0
  const fitting = events.slice(0, limit)
  const end = fitting.findIndex((event, index) => {
    bytes += sizeOf(event)
    return index > 0 && bytes > MOST_PAGE_BYTES
  })
  return end === -1 ? fitting : fitting.slice(0, end)
}

/** As many events from the end as fit into an answer, in the same order. */
export const lastPage = (events: readonly LogEvent[], limit: number): readonly LogEvent[] =>
  firstPage(events.toReversed(), limit).toReversed()
