import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { startXRayTracing } from '../src/xray-tracing.ts'

const ROOT = '1-67891233-abcdef012345678912345678'
const EVERY = { perSecond: 1000, share: 1 }

interface SentSegment {
  readonly name: string
  readonly trace_id: string
  readonly annotations: Record<string, unknown>
  readonly http: { readonly response: { readonly status: number } }
  readonly fault?: boolean
  readonly start_time: number
  readonly end_time: number
  readonly subsegments: readonly {
    readonly name: string
    readonly namespace?: string
    readonly start_time: number
    readonly end_time: number
  }[]
}

async function listen(): Promise<{ readonly daemon: Socket; readonly address: string }> {
  const daemon = createSocket('udp4')
  onTestFinished(() => void daemon.close())
  daemon.bind(0, '127.0.0.1')
  await once(daemon, 'listening')
  return { daemon, address: `127.0.0.1:${(daemon.address() as AddressInfo).port}` }
}

it('sends a segment with its subsegments to the daemon, of the first request too', async () => {
  const { daemon, address } = await listen()
  await using tracing = startXRayTracing({
    service: 'marketing-api',
    region: 'us-east-1',
    daemonAddress: address,
    sampling: EVERY,
  })
  const request = { method: 'GET', url: '/api/campaigns', traceHeader: `Root=${ROOT}` }
  const received = once(daemon, 'message')
  const trace = tracing.start(request)
  const startedAt = Date.now() / 1_000
  const query = trace?.begin('database', 'remote')
  query?.annotate('role', 'reader')
  query?.close()
  trace?.close(503)
  const endedAt = Date.now() / 1_000
  const [datagram] = (await received) as [Buffer]
  const segment = JSON.parse(datagram.toString().split('\n')[1] ?? '') as SentSegment

  expect(segment).toMatchObject({
    name: 'marketing-api',
    trace_id: ROOT,
    fault: true,
    annotations: { region: 'us-east-1' },
    http: { response: { status: 503 } },
  })
  expect(segment.subsegments).toMatchObject([
    { name: 'database', namespace: 'remote', annotations: { role: 'reader' } },
  ])
  // Not when the SDK was loaded.
  for (const { start_time, end_time } of [segment, ...segment.subsegments]) {
    expect(start_time).toBeCloseTo(startedAt, 1)
    expect(end_time).toBeGreaterThanOrEqual(start_time)
    expect(end_time).toBeLessThanOrEqual(endedAt)
  }
  expect(trace?.header).toMatch(new RegExp(`^Root=${ROOT};Parent=[0-9a-f]{16};Sampled=1$`))
})

it('carries on when no daemon listens at its address', async () => {
  await using tracing = startXRayTracing({
    service: 'marketing-api',
    region: 'us-east-1',
    daemonAddress: '127.0.0.1:9',
    sampling: EVERY,
  })
  const trace = tracing.start({ method: 'GET', url: '/' })
  expect(() => trace?.close(200)).not.toThrow()
})

it('sends nothing for a request that upstream decided not to sample', async () => {
  await using tracing = startXRayTracing({
    service: 's',
    region: 'r',
    daemonAddress: '127.0.0.1:9',
    sampling: EVERY,
  })
  expect(tracing.start({ method: 'GET', url: '/', traceHeader: `Root=${ROOT};Sampled=0` })).toBeUndefined()
})
