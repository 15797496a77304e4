// Visitors' requests as assembled by X-Ray.

export interface TraceSearch {
  readonly path?: string
  readonly status?: string
  /** Minimum duration in milliseconds. */
  readonly slowerThanMs?: string
  /** The id that CloudFront, a load balancer or a service gave the request, or the trace id. */
  readonly requestId?: string
}

export interface TraceSummaryView {
  readonly id: string
  readonly startedAt: number | undefined
  readonly durationMs: number | undefined
  readonly method: string
  readonly url: string
  readonly status: number | undefined
  /** The city whose edge took the request; undefined on AWS, where edges send no segments. */
  readonly edge: string | undefined
  /** The regions whose services worked on it. */
  readonly regions: readonly string[]
  readonly isFailed: boolean
}

/** One bar of a waterfall. */
export interface SpanView {
  readonly id: string
  readonly name: string
  readonly depth: number
  /** Offset from the start of the trace. */
  readonly startMs: number
  readonly durationMs: number
  /** The segment's origin, such as `AWS::ElasticLoadBalancingV2::LoadBalancer`. */
  readonly origin: string
  readonly region: string
  readonly detail: string
  readonly isFailed: boolean
}

export interface TraceView {
  readonly id: string
  readonly durationMs: number
  readonly spans: readonly SpanView[]
}

/** A service and its traffic in the last quarter of an hour. */
export interface ServiceNode {
  readonly id: string
  readonly name: string
  /** X-Ray's type, such as `AWS::ECS::Container`. */
  readonly type: string
  /** Number of calls from the visitors: 0 for the first service. */
  readonly depth: number
  readonly requests: number
  readonly failed: number
  readonly averageMs: number | undefined
}

export interface ServiceMapView {
  /** Callers before callees. */
  readonly nodes: readonly ServiceNode[]
  readonly calls: readonly { readonly from: string; readonly to: string; readonly requests: number }[]
}

const TRACE_ID = /^1-[\da-f]{8}-[\da-f]{24}$/

/** The trace id, if the search is for one. */
export const traceIdIn = ({ requestId = '' }: TraceSearch): string | undefined =>
  TRACE_ID.test(requestId.trim()) ? requestId.trim() : undefined

const MS_PER_SECOND = 1_000

/** The search as X-Ray's filter expression; empty for everything. */
export function filterExpression({ path, status, slowerThanMs, requestId }: TraceSearch): string {
  const quoted = (text: string) => `"${text.trim().replaceAll(/["\\]/g, '')}"`
  return [
    ...(path?.trim() ? [`http.url CONTAINS ${quoted(path)}`] : []),
    ...(status && Number(status) > 0 ? [`http.status = ${Number(status)}`] : []),
    ...(slowerThanMs && Number(slowerThanMs) > 0
      ? [`duration >= ${Number(slowerThanMs) / MS_PER_SECOND}`]
      : []),
    ...(requestId?.trim() ? [`annotation.requestId = ${quoted(requestId)}`] : []),
  ].join(' AND ')
}
