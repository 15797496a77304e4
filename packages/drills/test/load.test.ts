import { createServer } from 'node:http'
import {
  listen,
  portOf,
  sampleWorld,
  startConnectProxy,
  startSecrets,
} from '@meridian/operator-tools/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createFailureClient, describeFailure } from '../src/failures/failure-client.ts'
import { readHistory } from '../src/history/history.ts'
import { createRecorder } from '../src/history/recorder.ts'
import { planLoad } from '../src/load/load-plan.ts'
import { startLoad } from '../src/load/run-load.ts'
import { createVisitor, leaveLead, lookUpLead, TOKEN_HEADER } from '../src/load/visitor.ts'
import { openWays } from '../src/load/ways.ts'
import { createRandom } from '../src/random.ts'

interface Api {
  /** Statuses that POST /api/leads answers before it works. */
  readonly failures?: number[]
  /** Leaves writes unanswered, like a service that waits for a writer. */
  readonly holdsWrites?: boolean
}

/** An API that stores leads in memory, issues tokens and records its requests. */
async function startApi({ failures = [], holdsWrites = false }: Api = {}) {
  const leads = new Map<string, string>()
  const seen: { method: string; token: string | undefined; forwardedFor: string | undefined }[] = []
  const server = createServer(async (request, response) => {
    const headers = request.headers as Record<string, string | undefined>
    seen.push({
      method: request.method ?? '',
      token: headers[TOKEN_HEADER],
      forwardedFor: headers['x-forwarded-for'],
    })
    for await (const _chunk of request);
    if (holdsWrites && request.method === 'POST') return
    const status = request.method === 'POST' ? failures.shift() : undefined
    if (status !== undefined) return response.writeHead(status, { 'retry-after': '0' }).end('later')
    const key = headers['idempotency-key'] ?? ''
    response.setHeader(TOKEN_HEADER, `token ${seen.length}`)
    response.setHeader('x-meridian-database', 'meridian-use1-1 (writer)')
    if (request.method === 'POST') {
      const id = leads.get(key) ?? `lead-${leads.size}`
      leads.set(key, id)
      return response.writeHead(201).end(JSON.stringify({ id }))
    }
    const isKnown = [...leads.values()].includes(request.url?.split('/').at(-1) ?? '')
    response.writeHead(isKnown || request.url?.includes('campaigns') ? 200 : 404).end('{}')
  })
  const port = portOf(await listen(server))
  const world = sampleWorld({ endpoint: await startSecrets('the key') })
  const names = Object.values(world.stackOutputs.loadBalancers).map(({ url }) => [
    `${new URL(url).hostname}:80`,
    port,
  ])
  const proxy = await startConnectProxy(Object.fromEntries(names), 0)
  const vantages = (['new-york', 'san-francisco', 'seoul'] as const).map((city) => ({ city, proxy }))
  const ways = await openWays({ ...world, vantages }, 2_000)
  onTestFinished(() => ways[Symbol.asyncDispose]())
  return { leads, seen, ways }
}

const wayTo = (ways: Awaited<ReturnType<typeof openWays>>) => ({
  process: 'test',
  via: 'us-east-1' as const,
  client: ways.to('new-york', 'us-east-1'),
})

describe('a visitor', () => {
  it('sends an address of their city and carries their token along', async () => {
    const { seen, ways } = await startApi()
    const recorder = createRecorder(() => 0)
    const visitor = createVisitor('new-york', 'visitor 1', 1)
    const { id } = await leaveLead(recorder, visitor, wayTo(ways), 'a-key', 'a-campaign')
    await lookUpLead(recorder, visitor, wayTo(ways), id ?? '')
    expect(seen).toEqual([
      { method: 'POST', token: undefined, forwardedFor: '198.18.12.2' },
      { method: 'GET', token: 'token 1', forwardedFor: '198.18.12.2' },
    ])
    expect(recorder.events()).toMatchObject([
      { type: 'invoke', action: 'write', key: 'a-key' },
      { type: 'ok', action: 'write', id: 'lead-0', database: 'meridian-use1-1', status: 201 },
      { type: 'invoke', action: 'read', token: 'token 1' },
      { type: 'ok', action: 'read', isFound: true },
    ])
  })

  it('gets a page while hundreds of others wait for their write', async () => {
    const { seen, ways } = await startApi({ holdsWrites: true })
    const recorder = createRecorder(() => 0)
    const visitor = (ordinal: number) => createVisitor('new-york', `visitor ${ordinal}`, ordinal)
    const writes = Array.from({ length: 200 }, (_, index) =>
      leaveLead(recorder, visitor(index), wayTo(ways), `key-${index}`, 'a-campaign'),
    )
    await lookUpLead(recorder, visitor(200), wayTo(ways), 'lead-1')
    expect(recorder.events().at(-1)).toMatchObject({ action: 'read', type: 'ok', isFound: false })
    await Promise.all(writes)
    expect(seen.length).toBe(201)
  })

  it('does not know the outcome of a write answered 503, but knows that a 4xx stored nothing', async () => {
    const { ways } = await startApi({ failures: [503, 422] })
    const recorder = createRecorder(() => 0)
    const visitor = createVisitor('new-york', 'visitor 1', 1)
    const first = await leaveLead(recorder, visitor, wayTo(ways), 'a-key', 'a-campaign')
    const second = await leaveLead(recorder, visitor, wayTo(ways), 'a-key', 'a-campaign')
    expect([first.mayTryAgain, second.mayTryAgain]).toEqual([true, false])
    const ends = recorder.events().filter(({ type }) => type !== 'invoke')
    expect(ends.map(({ type }) => type)).toEqual(['info', 'fail'])
  })
})

describe('a load', () => {
  it('retries under the same key until the lead is stored once', async () => {
    const { leads, ways } = await startApi({ failures: [503, 503, 503] })
    const recorder = createRecorder(() => performance.now())
    const rates = {
      regionWritesPerSecond: 20,
      regionReadsPerSecond: 20,
      edgeWritesPerSecond: 0,
      edgeReadsPerSecond: 0,
    }
    const load = startLoad({
      plan: planLoad(rates),
      recorder,
      ways,
      random: createRandom(1),
      campaignSlug: 'a-campaign',
      runId: 'test',
      patienceMs: 5_000,
    })
    const signal = AbortSignal.timeout(10_000)
    for (let stored = 0; stored < 12; stored += 1)
      await recorder.next(({ action, type }) => action === 'write' && type === 'ok', signal)
    await load.stop()
    const history = readHistory(recorder.events())
    expect(history.exchanges.every(({ end }) => end !== undefined)).toBe(true)
    expect(new Set(history.acknowledged.map(({ key }) => key))).toEqual(new Set(leads.keys()))
    const tried = history.exchanges
      .filter(({ start }) => start.action === 'write')
      .map(({ start }) => start.key)
    expect(new Set(tried)).toEqual(new Set(leads.keys()))
    expect(load.counts()).toMatchObject({ skipped: 0, retries: 3 })
  })
})

describe('failures', () => {
  it('are injected and healed over HTTP, and a refusal is reported in the endpoint’s words', async () => {
    const asked: string[] = []
    const server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      asked.push(`${request.method} ${request.url} ${body}`)
      if (body.includes('moon')) return response.writeHead(400).end('{"error":{"message":"no such region"}}')
      if (request.method === 'DELETE') return response.writeHead(204).end()
      response.writeHead(201).end(JSON.stringify({ id: 'lose-region-1' }))
    })
    const client = createFailureClient(sampleWorld({ failures: await listen(server) }))
    const failure = await client.inject({ kind: 'lose-region', region: 'us-east-1' })
    await failure.heal()
    expect(asked).toEqual([
      'POST /failures {"kind":"lose-region","region":"us-east-1"}',
      'DELETE /failures/lose-region-1 ',
    ])
    const moon = { kind: 'lose-region', region: 'moon' as 'us-east-1' } as const
    await expect(client.inject(moon)).rejects.toThrow('no such region')
  })

  it('are refused where no endpoint accepts them', () => {
    expect(() => createFailureClient({ name: 'aws' })).toThrow('--target local')
    expect(() => createFailureClient(sampleWorld())).toThrow('takes no failures')
  })

  it('have a short name for histories', () => {
    expect(describeFailure({ kind: 'delay-replication', region: 'us-west-2', ms: 2_000 })).toBe(
      'delay-replication us-west-2 ms=2000',
    )
  })
})
