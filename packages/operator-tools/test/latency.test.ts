import { createServer } from 'node:http'
import { REGION_IDS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { measureLatency } from '../src/latency/measure-latency.ts'
import { openHttpProbe } from '../src/probes/http-probe.ts'
import { listen, portOf, startConnectProxy } from './connect-proxy.ts'
import { sampleWorld } from './sample-target.ts'
import { startSecrets } from './secrets.ts'

/** A region that answers callers with the key. */
const startRegion = (region: string) =>
  listen(
    createServer((request, response) => {
      response.statusCode = request.headers['x-test-key'] === 'the key' ? 200 : 403
      response.setHeader('x-meridian-region', region).end('{}')
    }),
  )

describe('an HTTP probe', () => {
  it('measures one round trip per request on a kept connection', async () => {
    let connections = 0
    const server = createServer((_request, response) => response.end('ok'))
    server.on('connection', () => (connections += 1))
    const origin = await listen(server)
    const proxy = await startConnectProxy({ 'shop.example:80': portOf(origin) }, 20)
    using probe = await openHttpProbe({ origin: 'http://shop.example', proxy }, 5_000)
    const answers = [await probe.get('/'), await probe.get('/'), await probe.get('/')]
    expect(probe.connectMs).toBeGreaterThanOrEqual(39)
    for (const { firstByteMs } of answers) expect(firstByteMs).toBeGreaterThanOrEqual(39)
    // A busy machine can only add latency; two round trips would always take 80 ms.
    await expect
      .poll(async () => (await probe.get('/')).firstByteMs, { timeout: 20_000, interval: 10 })
      .toBeLessThan(78)
    expect(connections).toBe(1)
  })

  it('names the address that did not connect, and why', async () => {
    const proxy = await startConnectProxy({}, 0)
    await expect(openHttpProbe({ origin: 'http://gone.example', proxy }, 1_000)).rejects.toThrow(
      /gone\.example:80 through .*the proxy answered 502/,
    )
    await expect(openHttpProbe({ origin: 'http://127.0.0.1:9' }, 1_000)).rejects.toMatchObject({
      code: 'MERIDIAN_PROBE_FAILED',
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })

  it('gives up on a server that accepts and never answers', async () => {
    const origin = await listen(createServer(() => {}))
    using probe = await openHttpProbe({ origin }, 100)
    await expect(probe.get('/')).rejects.toThrow(/no whole answer within 100 ms/)
  })
})

describe('measureLatency', () => {
  it('measures every path of a city against its configured round trip', async () => {
    const { stackOutputs } = sampleWorld()
    const ports: Record<string, number> = {}
    for (const region of REGION_IDS)
      ports[`${new URL(stackOutputs.loadBalancers[region].url).hostname}:80`] = portOf(
        await startRegion(region),
      )
    const proxy = await startConnectProxy(ports, 10)
    const target = sampleWorld({
      endpoint: await startSecrets('the key'),
      vantages: [{ city: 'seoul', proxy }],
      latencyTable: { name: 'test', rows: [{ from: 'us-east-1', to: 'seoul', rttMs: 20 }] },
    })
    const steps: string[] = []
    const results = await measureLatency(target, {
      samples: 3,
      timeoutMs: 2_000,
      onProgress: (_done, _total, what) => steps.push(what),
    })
    const [virginia, oregon, , edge] = results
    expect(virginia).toMatchObject({ path: 'us-east-1', answeredBy: 'us-east-1', configuredMs: 20 })
    expect(oregon).toMatchObject({ path: 'us-west-2', configuredMs: undefined, roundTrip: { samples: 3 } })
    expect(edge).toMatchObject({ path: 'edge', failure: expect.stringContaining('502') })
    expect(steps).toContain('seoul → edge')
  })
})
