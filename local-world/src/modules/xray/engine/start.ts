import { randomBytes } from 'node:crypto'
import { CITIES } from '@meridian/topology'
import type { World } from '../../../kernel/module.ts'
import type { EdgeExchange, RunningCloudFront } from '../../cloudfront/running.ts'
import type { RunningEcs } from '../../ecs/running.ts'
import type { Exchange, RunningElbv2 } from '../../elbv2/running.ts'
import { createXRayControl } from '../control/service.ts'
import { problemOf, type Segment } from '../model/segment.ts'
import { TraceStore } from '../model/trace-store.ts'
import type { XRayPlan } from '../model/xray-plan.ts'
import type { RunningXRay } from '../running.ts'

export interface XRaySources {
  readonly ecs: Pick<RunningEcs, 'onSegment'>
  readonly elbv2: Pick<RunningElbv2, 'onExchange'>
  readonly cloudfront: Pick<RunningCloudFront, 'onExchange'>
}

const SEGMENT_ID_BYTES = 8

/** Receives segments from tasks' daemons and requests from load balancers and edges. */
export function startXRay(
  plan: XRayPlan,
  { clock }: Pick<World, 'clock'>,
  sources: XRaySources,
): RunningXRay {
  const store = new TraceStore()
  const unsubscribe = [
    sources.ecs.onSegment((document) => {
      if (problemOf(document) === undefined) store.add(document as unknown as Segment)
    }),
    sources.elbv2.onExchange((exchange) => addBalancer(store, exchange)),
    sources.cloudfront.onExchange((exchange) => addEdge(store, exchange)),
  ]
  return {
    control: createXRayControl({ store, plan, clock, startedAtMs: clock.now() }),
    addresses: () => [],
    async [Symbol.asyncDispose]() {
      for (const stop of unsubscribe) stop()
    },
  }
}

const newSegmentId = (): string => randomBytes(SEGMENT_ID_BYTES).toString('hex')

function addBalancer(store: TraceStore, exchange: Exchange): void {
  const { loadBalancerArn, region, request, status } = exchange
  const { traceId } = request
  // Answered by the load balancer itself, without a trace id.
  if (traceId === undefined) return
  store.addBalancer({
    segmentId: newSegmentId(),
    traceId,
    parentId: request.parentId,
    edgeRequestId: request.edgeRequestId,
    name: loadBalancerArn.split('/')[2] ?? loadBalancerArn,
    region,
    method: request.method,
    url: request.url,
    clientIp: request.clientAddress,
    status,
    startMs: request.startMs,
    endMs: request.endMs,
  })
}

function addEdge(store: TraceStore, exchange: EdgeExchange): void {
  const { city, method, path, requestId, status, viewerAddress, domainName, endMs, startMs } = exchange
  store.addEdge({
    segmentId: newSegmentId(),
    requestId,
    name: `CloudFront ${CITIES[city].label}`,
    city,
    method,
    url: `https://${domainName}${path}`,
    clientIp: viewerAddress,
    status,
    startMs,
    endMs,
  })
}
