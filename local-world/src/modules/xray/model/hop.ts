import type { Segment } from './segment.ts'
import { flagsOf } from './segment.ts'

/** One request as a load balancer saw it. */
export interface BalancerHop {
  readonly segmentId: string
  readonly traceId: string
  /** From the incoming header: the caller's segment, if the caller is part of the trace. */
  readonly parentId: string | undefined
  /** X-Amz-Cf-Id: identifies the edge's request. */
  readonly edgeRequestId: string | undefined
  readonly name: string
  readonly region: string
  readonly method: string
  readonly url: string
  readonly clientIp: string
  readonly status: number
  readonly startMs: number
  readonly endMs: number
}

/** One viewer's request as an edge saw it. */
export interface EdgeHop {
  readonly segmentId: string
  readonly requestId: string
  readonly name: string
  readonly city: string
  readonly method: string
  readonly url: string
  readonly clientIp: string
  readonly status: number
  readonly startMs: number
  readonly endMs: number
}

const MS_PER_SECOND = 1_000

export const balancerSegment = (hop: BalancerHop, parentId: string | undefined): Segment => ({
  ...common(hop, parentId),
  trace_id: hop.traceId,
  origin: 'AWS::ElasticLoadBalancing::LoadBalancer',
  annotations: { region: hop.region },
})

export const edgeSegment = (hop: EdgeHop, traceId: string): Segment => ({
  ...common(hop, undefined),
  trace_id: traceId,
  origin: 'AWS::CloudFront::Distribution',
  annotations: { edge: hop.city, requestId: hop.requestId },
})

function common(hop: BalancerHop | EdgeHop, parentId: string | undefined): Omit<Segment, 'trace_id'> {
  return {
    id: hop.segmentId,
    ...(parentId !== undefined && { parent_id: parentId }),
    name: hop.name,
    start_time: hop.startMs / MS_PER_SECOND,
    end_time: hop.endMs / MS_PER_SECOND,
    ...flagsOf(hop.status),
    http: {
      request: { method: hop.method, url: hop.url, client_ip: hop.clientIp },
      response: { status: hop.status },
    },
  }
}
