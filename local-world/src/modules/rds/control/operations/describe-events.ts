import type { DescribeEventsMessage, EventsMessage } from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { RdsEvent } from '../../model/events.ts'
import { awsErrors } from '../aws-errors.ts'
import type { RdsControl } from '../context.ts'
import { page } from '../listing.ts'
import { toEvent } from '../shapes.ts'

const MINUTE_MS = 60_000
/** RDS's default period. */
const DEFAULT_MINUTES = 60

/** The events of sources in the request's region, oldest first. */
export function describeEvents({ events }: Pick<RdsControl, 'events'>, now: () => number) {
  return (input: DescribeEventsMessage, { region }: WireContext): EventsMessage => {
    if (input.SourceIdentifier !== undefined && input.SourceType === undefined)
      throw awsErrors.sourceTypeMissing()
    const { fromMs, toMs } = timeRange(input, now())
    const found = events().filter(
      (event) =>
        event.source.region === region && event.atMs >= fromMs && event.atMs <= toMs && matches(input, event),
    )
    const { items, Marker } = page(found, input)
    return { Events: items.map(toEvent), Marker }
  }
}

function timeRange(input: DescribeEventsMessage, nowMs: number): { fromMs: number; toMs: number } {
  const toMs = input.EndTime?.getTime() ?? nowMs
  const fromMs = input.StartTime?.getTime() ?? toMs - (input.Duration ?? DEFAULT_MINUTES) * MINUTE_MS
  if (fromMs > toMs) throw awsErrors.badTimeRange()
  return { fromMs, toMs }
}

function matches(input: DescribeEventsMessage, { source, categories }: RdsEvent): boolean {
  const { SourceIdentifier: id, SourceType: type, EventCategories: wanted = [] } = input
  if (id !== undefined && id.toLowerCase() !== source.id) return false
  if (type !== undefined && type !== source.type) return false
  return wanted.length === 0 || categories.some((category) => wanted.includes(category))
}
