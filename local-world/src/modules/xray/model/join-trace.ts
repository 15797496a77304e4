import { type BalancerHop, balancerSegment, type EdgeHop, edgeSegment } from './hop.ts'
import { inferredSegments } from './inferred-segments.ts'
import { endOf, type Segment } from './segment.ts'

/** A service and a load balancer of one machine read the same clock, but round it each in its own way. */
const TOLERANCE_SECONDS = 0.005

/**
 * One trace out of what services sent and what load balancers and edges saw of the same trace id.
 *
 * A load balancer puts no segment of its own into the header, so a service's segment names the asker before it, or nobody: here it becomes the
 * child of the load balancer's request with the same asker, method and path that began before it and ended after it.
 * The first of a trace's load balancers is the child of the edge whose request id it was given.
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

/** Of an address or a path, without the query. */
const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]*/, '').split('?', 1)[0] ?? ''
