import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as the API saw it. */
export interface SeenRequest {
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
  /** Answers every request by this instead; `undefined` goes back to normal. */
  answerWith(answer: Answer | undefined): void
  /** Whether reads find leads that were stored: false is a replica that is behind. */
  replicaHasCaughtUp: boolean
}

export const CAMPAIGN = {
  slug: 'aurora-suv',
  locale: 'en',
  title: 'Aurora <SUV>',
  summary: 'Seven seats & a long range',
  body: 'First paragraph.\n\nSecond paragraph with <b>bold</b>.',
  model: 'Aurora SUV',
  attributes: { rangeKm: 512, drive: 'AWD', secretCode: 'not shown' },
  startsAt: '2026-01-01T00:00:00.000Z',
  endsAt: '2026-12-31T23:59:59.000Z',
}

export const SERVED_BY = {
  'x-meridian-region': 'ap-northeast-2',
  'x-meridian-database': 'meridian-apne2-0 (reader)',
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', ...SERVED_BY }).end(JSON.stringify(body))
}

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
    const leadId = pathname.split('/api/leads/')[1]
    const isKnown = double.replicaHasCaughtUp && [...leads.values()].includes(leadId ?? '')
    return sendJson(response, isKnown ? 200 : 404, isKnown ? { id: leadId } : { code: 'NOT_FOUND' })
  }

  function storeLead(headers: SeenRequest['headers'], response: ServerResponse): void {
    const key = String(headers['idempotency-key'])
    const id = leads.get(key) ?? `lead-${leads.size + 1}`
    leads.set(key, id)
    sendJson(response, 201, { id })
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

const REGION_REPORT = {
  region: 'ap-northeast-2',
  writer: { region: 'us-east-1' },
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
