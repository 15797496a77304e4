import type {
  AnnotationValue,
  Edge,
  HistogramEntry,
  Service,
  ServiceId,
  TraceSummary,
  ValueWithServiceIds,
} from '@aws-sdk/client-xray'
import type { Segment } from '../model/segment.ts'
import { statusOf } from '../model/segment.ts'
import { type GraphNode, nodeKey, type Tally, typeOf } from '../model/service-graph.ts'
import { annotationsOf, httpOf, type TraceFacts } from '../model/trace-facts.ts'

const MS_PER_SECOND = 1_000

export const timeOf = (seconds: number): Date => new Date(seconds * MS_PER_SECOND)

export function toSummary(facts: TraceFacts, accountId: string): TraceSummary {
  const { duration, hasError, hasFault, hasThrottle, isPartial, responseTime, root, trace } = facts
  const { request } = httpOf(facts)
  return {
    Id: trace.id,
    StartTime: timeOf(trace.startTime),
    MatchedEventTime: timeOf(trace.endTime),
    Duration: duration,
    ResponseTime: responseTime,
    HasFault: hasFault,
    HasError: hasError,
    HasThrottle: hasThrottle,
    IsPartial: isPartial,
    Http: {
      HttpURL: request?.url,
      HttpStatus: statusOf({ http: httpOf(facts) }),
      HttpMethod: request?.method,
      UserAgent: request?.user_agent,
      ClientIp: request?.client_ip,
    },
    Annotations: toAnnotations(facts, accountId),
    Users: [],
    ServiceIds: [
      ...new Map(
        trace.segments.map((segment) => [nodeKey(segment), toServiceId(segment, accountId)]),
      ).values(),
    ],
    EntryPoint: toServiceId(root, accountId),
    Revision: 1,
  }
}

const toServiceId = (segment: Segment, accountId: string): ServiceId => ({
  Name: segment.name,
  Names: [segment.name],
  AccountId: accountId,
  Type: typeOf(segment),
})

function toAnnotations({ trace }: TraceFacts, accountId: string): Record<string, ValueWithServiceIds[]> {
  const byKey = Map.groupBy(annotationsOf(trace), ({ key }) => key)
  return Object.fromEntries(
    [...byKey].map(([key, found]) => [
      key,
      [...Map.groupBy(found, ({ value }) => value)].map(([value, same]) => ({
        AnnotationValue: toValue(value),
        ServiceIds: same.map(({ segment }) => toServiceId(segment, accountId)),
      })),
    ]),
  )
}

function toValue(value: string | number | boolean): AnnotationValue {
  if (typeof value === 'number') return { NumberValue: value } as AnnotationValue
  return (typeof value === 'boolean' ? { BooleanValue: value } : { StringValue: value }) as AnnotationValue
}

/** Nodes refer to each other by their index in the list. */
export function toServices(nodes: ReadonlyMap<string, GraphNode>, accountId: string): Service[] {
  const keys = [...nodes.keys()]
  return [...nodes.values()].map(({ calls, isRoot, name, tally, type }, index) => ({
    ReferenceId: index,
    Name: name,
    Names: [name],
    Root: isRoot,
    AccountId: accountId,
    Type: type,
    State: 'active',
    StartTime: timeOf(tally.startTime),
    EndTime: timeOf(tally.endTime),
    Edges: [...calls].map(([key, call]) => toEdge(keys.indexOf(key), call)),
    SummaryStatistics: toStatistics(tally),
    DurationHistogram: toHistogram(tally),
    ResponseTimeHistogram: toHistogram(tally),
  }))
}

const toEdge = (reference: number, tally: Tally): Edge => ({
  ReferenceId: reference,
  StartTime: timeOf(tally.startTime),
  EndTime: timeOf(tally.endTime),
  SummaryStatistics: toStatistics(tally),
  ResponseTimeHistogram: toHistogram(tally),
  Aliases: [],
})

const toStatistics = ({ errors, faults, ok, responseTime, throttles, total }: Tally) => ({
  OkCount: ok,
  ErrorStatistics: { ThrottleCount: throttles, OtherCount: errors, TotalCount: errors + throttles },
  FaultStatistics: { OtherCount: faults, TotalCount: faults },
  TotalCount: total,
  TotalResponseTime: responseTime,
})

/** How often each response time occurred, in whole milliseconds. */
function toHistogram({ responseTimes }: Tally): HistogramEntry[] {
  const counts = Map.groupBy(responseTimes, (seconds) => Math.round(seconds * MS_PER_SECOND) / MS_PER_SECOND)
  return [...counts]
    .toSorted(([one], [other]) => one - other)
    .map(([value, same]) => ({ Value: value, Count: same.length }))
}
