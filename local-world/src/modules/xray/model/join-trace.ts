import { type BalancerHop, balancerSegment, type EdgeHop, edgeSegment } from './hop.ts'
import { inferredSegments } from './inferred-segments.ts'
import { endOf, type Segment } from './segment.ts'

/** A service and a load balancer on one machine share a clock, but round differently. */
const TOLERANCE_SECONDS = 0.005

/**
 * Joins the segments that services sent with what load balancers and edges saw of the same trace id.
 *
 * A load balancer adds no segment of its own to the header, so a service's segment has the id of the caller before it as
 * parent, or none. Here it becomes the child of the load balancer's request that has the same parent, method and path, began
 * before it and ended after it. A load balancer's request without a parent is the child of the edge whose request id it
 * carries.
 */
export function joinTrace(
  traceId: string,
  sent: readonly Segment[],
  balancers: readonly BalancerHop[],
  edgeOf: (requestId: string) => EdgeHop | undefined,
): readonly Segment[] {
  const free = new Set(balancers)
  const services = sent.map((segment) => {
    const hop = [...free].find((candidate) => isBehind(segment, candidate))
    if (!hop) return segment
    free.delete(hop)
    return { ...segment, parent_id: hop.segmentId }
  })
  const edges = balancers.flatMap((hop) =>
    hop.edgeRequestId === undefined ? [] : (edgeOf(hop.edgeRequestId) ?? []),
  )
  const between = balancers.map((hop) => balancerSegment(hop, hop.parentId ?? edgeIdOf(hop, edges)))
  const outside = [...new Set(edges)].map((hop) => edgeSegment(hop, traceId))
  return [...outside, ...between, ...services, ...services.flatMap(inferredSegments)].toSorted(
    (one, other) => one.start_time - other.start_time,
  )
}

const edgeIdOf = (hop: BalancerHop, edges: readonly EdgeHop[]): string | undefined =>
  edges.find(({ requestId }) => requestId === hop.edgeRequestId)?.segmentId

function isBehind(segment: Segment, hop: BalancerHop): boolean {
  const { method, url } = segment.http?.request ?? {}
  return (
    hop.parentId === segment.parent_id &&
    hop.method === method &&
    pathOf(hop.url) === pathOf(url ?? '') &&
    segment.start_time >= hop.startMs / 1_000 - TOLERANCE_SECONDS &&
    endOf(segment) <= hop.endMs / 1_000 + TOLERANCE_SECONDS
  )
}

/** The path of a URL or path, without the query. */
const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]*/, '').split('?', 1)[0] ?? ''
