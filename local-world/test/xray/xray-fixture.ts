import { XRayClient } from '@aws-sdk/client-xray'
import { onTestFinished } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import type { WireService } from '../../src/kernel/wire-service.ts'
import type { EdgeExchange } from '../../src/modules/cloudfront/running.ts'
import type { TraceSegment } from '../../src/modules/ecs/running.ts'
import type { Exchange } from '../../src/modules/elbv2/running.ts'
import { startXRay } from '../../src/modules/xray/engine/start.ts'
import { planXRay } from '../../src/modules/xray/plan/plan.ts'
import { GROUP_TYPE, SAMPLING_RULE_TYPE, xrayResources } from '../../src/modules/xray/resources.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { TestProgram } from '../support/program.ts'
import { OPEN } from '../support/test-trust.ts'

export const START_MS = Date.UTC(2026, 11, 1, 9)
export const TRACE_ID = '1-5759e988-bd862e3fe1be46a994272793'

/** X-Ray behind a control endpoint, with sources that the test drives. */
export async function startTracing() {
  const program = new TestProgram(xrayResources)
  program.add(SAMPLING_RULE_TYPE, 'others', {
    ruleName: 'others',
    priority: 30,
    fixedRate: 0.1,
    reservoirSize: 2,
  })
  program.add(GROUP_TYPE, 'trouble', {
    groupName: 'trouble',
    filterExpression: 'fault = true OR responsetime > 1',
  })
  const clock = createManualClock(START_MS)
  const segments = createSource<TraceSegment>()
  const balancers = createSource<Exchange>()
  const edges = createSource<EdgeExchange>()
  const xray = startXRay(
    planXRay(program.graph()),
    { clock },
    {
      ecs: { onSegment: segments.on },
      elbv2: { onExchange: balancers.on },
      cloudfront: { onExchange: edges.on },
    },
  )
  const endpoint = await startControlEndpoint([xray.control as WireService], createJournal(clock), OPEN)
  const url = `http://127.0.0.1:${endpoint.port}`
  const client = new XRayClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  onTestFinished(async () => {
    client.destroy()
    await xray[Symbol.asyncDispose]()
    await endpoint[Symbol.asyncDispose]()
  })
  return { client, url, xray, segments, balancers, edges }
}

function createSource<Event>() {
  const listeners = new Set<(event: Event) => void>()
  return {
    on(listener: (event: Event) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    emit(event: Event) {
      for (const listener of listeners) listener(event)
    },
  }
}

export const FRONTEND_ID = 'aaaaaaaaaaaaaaaa'
export const API_ID = 'bbbbbbbbbbbbbbbb'

/** A visitor's page in Seoul: edge, load balancer, frontend, load balancer, API, database; each nested in the one before. */
export function visit({ segments, balancers, edges }: Awaited<ReturnType<typeof startTracing>>): void {
  const at = (offsetMs: number) => START_MS + offsetMs
  const seconds = (offsetMs: number) => at(offsetMs) / 1_000
  const exchange = (parts: Partial<Exchange['request']>, name: string): Exchange => ({
    region: 'ap-northeast-2',
    loadBalancerArn: `arn:aws:elasticloadbalancing:ap-northeast-2:000000000000:loadbalancer/app/${name}/0123456789abcdef`,
    targetGroupArn: 'group',
    status: 200,
    isOwnAnswer: false,
    durationMs: 1,
    request: {
      method: 'GET',
      url: 'http://site/ko',
      clientAddress: '203.0.113.9',
      traceId: TRACE_ID,
      parentId: undefined,
      edgeRequestId: undefined,
      startMs: at(10),
      endMs: at(90),
      ...parts,
    },
  })
  segments.emit({
    id: API_ID,
    trace_id: TRACE_ID,
    parent_id: FRONTEND_ID,
    name: 'marketing-api',
    start_time: seconds(40),
    end_time: seconds(60),
    annotations: { region: 'ap-northeast-2', requestId: 'api-1' },
    http: { request: { method: 'GET', url: '/api/campaigns' }, response: { status: 200 } },
    subsegments: [
      {
        id: 'cccccccccccccccc',
        name: 'campaigns.list',
        namespace: 'remote',
        start_time: seconds(45),
        end_time: seconds(50),
        annotations: { database: 'meridian-apne2-1', role: 'reader' },
      },
    ],
  })
  balancers.emit(
    exchange(
      { url: 'http://api/api/campaigns', parentId: FRONTEND_ID, startMs: at(30), endMs: at(70) },
      'meridian-apne2-internal',
    ),
  )
  segments.emit({
    id: FRONTEND_ID,
    trace_id: TRACE_ID,
    name: 'frontend',
    start_time: seconds(20),
    end_time: seconds(80),
    annotations: { region: 'ap-northeast-2', requestId: 'page-1' },
    http: {
      request: { method: 'GET', url: '/ko?x=1', user_agent: 'Mozilla/5.0' },
      response: { status: 200 },
    },
  })
  balancers.emit(exchange({ edgeRequestId: 'edge-1==' }, 'meridian-apne2-public'))
  edges.emit({
    requestId: 'edge-1==',
    domainName: 'd111.cloudfront.net',
    city: 'seoul',
    method: 'GET',
    path: '/ko',
    viewerAddress: '203.0.113.9',
    status: 200,
    startMs: at(0),
    endMs: at(100),
  })
}
