import { endOf, type Segment, type Subsegment, statusOf } from './segment.ts'
import type { Trace } from './trace-store.ts'

/** The facts about a trace that its summary and filter expressions use. */
export interface TraceFacts {
  readonly trace: Trace
  /** The segment without a parent in the trace. */
  readonly root: Segment
  /** Seconds, from the first start to the last end. */
  readonly duration: number
  /** The root's, in seconds. */
  readonly responseTime: number
  readonly hasFault: boolean
  readonly hasError: boolean
  readonly hasThrottle: boolean
  readonly isPartial: boolean
}

export function factsOf(trace: Trace): TraceFacts {
  const { segments } = trace
  const ids = new Set(segments.flatMap(idsIn))
  const root =
    segments.find(({ parent_id }) => parent_id === undefined || !ids.has(parent_id)) ??
    (segments[0] as Segment)
  return {
    trace,
    root,
    duration: trace.endTime - trace.startTime,
    responseTime: endOf(root) - root.start_time,
    hasFault: segments.some(({ fault }) => fault === true),
    hasError: segments.some(({ error }) => error === true),
    hasThrottle: segments.some(({ throttle }) => throttle === true),
    isPartial: segments.some(({ in_progress }) => in_progress === true),
  }
}

/** Its own id and those of its subsegments: every id that a downstream segment may name as its parent. */
export function idsIn({
  id,
  subsegments = [],
}: Pick<Segment | Subsegment, 'id' | 'subsegments'>): readonly string[] {
  return [id, ...subsegments.flatMap(idsIn)]
}

export interface Annotation {
  readonly key: string
  readonly value: string | number | boolean
  readonly segment: Segment
}

export function annotationsOf({ segments }: Trace): readonly Annotation[] {
  return segments.flatMap((segment) =>
    annotationsIn(segment).map(([key, value]) => ({ key, value, segment })),
  )
}

function annotationsIn({
  annotations = {},
  subsegments = [],
}: Segment | Subsegment): readonly (readonly [string, string | number | boolean])[] {
  return [...Object.entries(annotations), ...subsegments.flatMap(annotationsIn)]
}

/** From the root, or the first segment that has one. The user agent is only in segments of senders that read headers. */
export function httpOf({ root, trace }: TraceFacts): NonNullable<Segment['http']> {
  const http = root.http ?? trace.segments.find((segment) => segment.http !== undefined)?.http ?? {}
  const userAgent = trace.segments.flatMap((segment) => segment.http?.request?.user_agent ?? [])[0]
  return { ...http, request: { ...http.request, ...(userAgent !== undefined && { user_agent: userAgent }) } }
}

export const statusesOf = ({ trace }: TraceFacts): readonly number[] =>
  trace.segments.flatMap((segment) => statusOf(segment) ?? [])
