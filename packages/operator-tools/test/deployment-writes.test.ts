import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkVisitorPaths } from '../src/deployment/visitors.ts'
import { checkWritesFrom, judgeCertificate, judgeReplica } from '../src/deployment/writes.ts'
import { listen, portOf, startConnectProxy } from './connect-proxy.ts'
import { sampleWorld } from './sample-target.ts'
import { createSelfSigned } from './self-signed.ts'

const EDGE = 'd111111abcdef8.cloudfront.net'

/** What may be wrong with a region that still answers. */
interface PlantedBugs {
  readonly writer?: string | null
  readonly lagMs?: number
  readonly refusesWrites?: boolean
  readonly storesTwice?: boolean
  readonly forgets?: boolean
}

/** A region's API as far as the checks use it, with planted bugs. */
async function startRegion(region: string, bugs: PlantedBugs = {}) {
  const stored = new Map<string, string>()
  const server = createServer((request, response) => {
    const [status, body] = answer(request)
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-meridian-consistency': 'token' })
      .end(JSON.stringify(body))
  })
  const origin = await listen(server)
  onTestFinished(() => void server.close())
  return { label: region, route: () => ({ origin }) }

  function answer({ method, url = '', headers }: IncomingMessage): [number, object] {
    const { writer = 'us-east-1', lagMs = 40 } = bugs
    if (url === '/api/region')
      return [200, { region, writer: writer && { region: writer }, replicationLagMs: lagMs }]
    if (url.startsWith('/api/campaigns')) return [200, { campaigns: [{ slug: 'spring' }] }]
    if (method === 'GET')
      return headers['x-meridian-consistency'] === 'token' && !bugs.forgets
        ? [200, {}]
        : [404, { code: 'LEAD_NOT_FOUND' }]
    if (bugs.refusesWrites) return [503, { code: 'WRITER_UNAVAILABLE' }]
    const key = String(headers['idempotency-key'])
    const id = (bugs.storesTwice ? undefined : stored.get(key)) ?? `lead-${stored.size}-${Math.random()}`
    stored.set(key, id)
    return [201, { id }]
  }
}

async function failuresWith(bugs: PlantedBugs): Promise<readonly string[]> {
  const entryPoints = [await startRegion('us-east-1'), await startRegion('us-west-2', bugs)]
  const checks = await checkWritesFrom(entryPoints, { timeoutMs: 2_000, now: Date.now })
  return checks.filter(({ verdict }) => verdict === 'failed').map(({ name, detail }) => `${name}: ${detail}`)
}

describe('two regions', () => {
  it('that both work pass every check', async () => {
    expect(await failuresWith({})).toEqual([])
  })

  it.each([
    ['knows no writer', { writer: null }, /us-west-2 reports a writer: none: it refuses leads/],
    [
      'has another writer',
      { writer: 'us-west-2' },
      /every way in leads to the same writer: us-east-1, us-west-2/,
    ],
    [
      'refuses writes',
      { refusesWrites: true },
      /us-west-2 stores a write once and reads it back: the write was answered 503 \(WRITER_UNAVAILABLE\)/,
    ],
    ['stores a repeated write twice', { storesTwice: true }, /sent again under its key it was answered 201/],
    [
      'does not find what it stored',
      { forgets: true },
      /reading lead .* back was answered 404 \(LEAD_NOT_FOUND\)/,
    ],
    ['reads a stale replica', { lagMs: 60_000 }, /us-west-2 reads a replica that keeps up: 60000 ms behind/],
  ])('of which one %s fail the check for it', async (_title, bugs, message) => {
    expect((await failuresWith(bugs)).join('\n')).toMatch(message)
  })

  it('of which one does not answer fail', async () => {
    const gone = { label: 'us-west-2', route: () => ({ origin: 'http://127.0.0.1:9' }) }
    const checks = await checkWritesFrom([gone], { timeoutMs: 500, now: Date.now })
    expect(checks.map(({ name, verdict }) => `${name}: ${verdict}`)).toEqual([
      'us-west-2 can be asked who writes: failed',
      'every way in leads to the same writer: failed',
    ])
  })
})

describe('behind TLS', () => {
  const signed = createSelfSigned('localhost')

  it.skipIf(!signed)('a certificate near its end fails', async () => {
    const server = createTlsServer(signed ?? {}, (_request, response) =>
      response.end('{"writer":null,"campaigns":[]}'),
    )
    const { port } = new URL(await listen(server))
    const route = { origin: `https://localhost:${port}`, ...(signed && { ca: signed.cert }) }
    const checks = await checkWritesFrom([{ label: 'the edge', route: () => route }], {
      timeoutMs: 2_000,
      now: Date.now,
    })
    expect(checks.find(({ name }) => name.includes('certificate'))).toEqual({
      name: 'the edge shows a certificate that is valid for 30 days or more',
      verdict: 'failed',
      detail: '1 days left',
    })
  })

  it.skipIf(!signed)('a city that is served by the wrong region fails, and names both', async () => {
    const edge = createSelfSigned(EDGE)
    const folder = await mkdtemp(join(tmpdir(), 'meridian-edge-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const certificateFile = join(folder, 'edge.pem')
    await writeFile(certificateFile, edge?.cert ?? '')
    const server = createTlsServer(edge ?? {}, (_request, response) =>
      response.setHeader('x-meridian-region', 'us-west-2').end('{}'),
    )
    const proxy = await startConnectProxy({ [`${EDGE}:443`]: portOf(await listen(server)) }, 0)
    const target = sampleWorld({ certificateFile, vantages: [{ city: 'seoul', proxy }] })
    const checks = await checkVisitorPaths(
      target,
      'edge',
      2_000,
      async () => new Set(['ap-northeast-2'] as const),
    )
    expect(checks.map(({ verdict }) => verdict)).toEqual(['failed', 'failed'])
    expect(checks[0]?.detail).toMatch(/by us-west-2, wanted ap-northeast-2, which is nearest and ready/)
  })
})

describe('a single check', () => {
  const NOW = Date.parse('2026-12-01T00:00:00Z')
  it.each([
    ['Jan 31 00:00:00 2027 GMT', 'ok'],
    ['Dec 20 00:00:00 2026 GMT', 'failed'],
    ['Nov 20 00:00:00 2026 GMT', 'failed'],
  ])('a certificate until %s is %s', (validTo, verdict) => {
    expect(judgeCertificate('the edge', validTo, NOW).verdict).toBe(verdict)
  })

  it('a region that does not report its replica’s age fails', () => {
    expect(judgeReplica('us-west-2', { region: 'us-west-2', replicationLagMs: null }).verdict).toBe('failed')
  })
})
