import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Lead, type ProblemCode, problemOf, type RequestMistake } from '@meridian/contract'

/** A request that the API received. */
interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

type Answer = (request: SeenRequest, response: ServerResponse) => void

/** A real HTTP server that answers as marketing-api does; tests change what it answers. */
export interface ApiDouble extends AsyncDisposable {
  readonly origin: string
  readonly seen: readonly SeenRequest[]
  /** Leads by idempotency key, as the database would hold them. */
  readonly leads: ReadonlyMap<string, string>
  /** Overrides every answer; `undefined` goes back to normal. */
  answerWith(answer: Answer | undefined): void
  /** Whether reads find stored leads: false for a replica that lags. */
  replicaHasCaughtUp: boolean
}

export const CAMPAIGN = {
  slug: 'aurora-suv',
  locale: 'en',
  version: 1,
  title: 'Aurora <SUV>',
  summary: 'Seven seats & a long range',
  body: 'First paragraph.\n\nSecond paragraph with <b>bold</b>.',
  model: 'Aurora SUV',
  attributes: {
    bodyType: 'suv',
    rangeKm: 512,
    priceFrom: { KRW: 64_900_000, USD: 52_900 },
    note: 'not shown',
  },
  startsAt: '2026-01-01T00:00:00.000Z',
  endsAt: '2026-12-31T23:59:59.000Z',
}

const SERVED_BY = {
  'x-meridian-region': 'ap-northeast-2',
  'x-meridian-database': 'meridian-apne2-0 (reader)',
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', ...SERVED_BY }).end(JSON.stringify(body))
}

/** The nth lead's id. */
export const leadId = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

const lead = (id: string): Lead => ({
  id,
  campaignSlug: CAMPAIGN.slug,
  kind: 'test-drive',
  locale: 'en',
  region: 'ap-northeast-2',
  receivedAt: '2026-12-01T00:00:00.000Z',
})

/** The token for a stored lead. */
const tokenOf = (id: string) => `seen_${id}~signed`

/** The body of every answer of marketing-api that is not a success. */
export const problem = (code: ProblemCode, errors?: readonly RequestMistake[]) =>
  problemOf(code, { detail: '', requestId: 'r-1', ...(errors && { errors }) })

export async function startApiDouble(): Promise<ApiDouble> {
  const seen: SeenRequest[] = []
  const leads = new Map<string, string>()
  let override: Answer | undefined
  const double = { replicaHasCaughtUp: true }

  const server = createServer(async (request, response) => {
    const record = await readRequest(request)
    seen.push(record)
    ;(override ?? answer)(record, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  function answer({ method, path, headers }: SeenRequest, response: ServerResponse) {
    const { pathname } = new URL(path, 'http://api')
    if (method === 'POST' && pathname === '/api/leads') return storeLead(headers, response)
    if (pathname === '/api/campaigns') return sendJson(response, 200, { campaigns: [CAMPAIGN] })
    if (pathname === `/api/campaigns/${CAMPAIGN.slug}`) return sendJson(response, 200, CAMPAIGN)
    if (pathname === '/api/region') return sendJson(response, 200, REGION_REPORT)
    if (pathname === '/api/health/ready') return sendJson(response, 200, { status: 'ready' })
    const asked = pathname.split('/api/leads/')[1] ?? ''
    // With the token of the answer that stored it, any region finds the lead.
    const hasToken = headers['x-meridian-consistency'] === tokenOf(asked)
    const isKnown = (double.replicaHasCaughtUp || hasToken) && [...leads.values()].includes(asked)
    return sendJson(response, isKnown ? 200 : 404, isKnown ? lead(asked) : problem('LEAD_NOT_FOUND'))
  }

  function storeLead(headers: SeenRequest['headers'], response: ServerResponse): void {
    const key = String(headers['idempotency-key'])
    const id = leads.get(key) ?? leadId(leads.size + 1)
    leads.set(key, id)
    response.setHeader('x-meridian-consistency', tokenOf(id))
    sendJson(response, 201, lead(id))
  }

  return Object.assign(double, {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    leads,
    answerWith(next: Answer | undefined) {
      override = next
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

export const REGION_REPORT = {
  region: 'ap-northeast-2',
  label: 'Seoul',
  task: 'task-1',
  epoch: 1,
  reader: { instance: 'meridian-apne2-0', role: 'reader', region: 'ap-northeast-2', roundTripMs: 1 },
  writer: { instance: 'meridian-use1-0', role: 'writer', region: 'us-east-1', roundTripMs: 178 },
  replicationLagMs: 96.4,
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: text === '' ? undefined : JSON.parse(text),
  }
}
