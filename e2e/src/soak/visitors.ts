import { randomUUID } from 'node:crypto'

/** Results of the requests so far. */
export interface Served {
  readonly sent: number
  readonly refused: number
  readonly failed: number
  /** Counts by cause: `503 OVERLOADED`, `502 page "…"`, `TimeoutError`. */
  readonly causes: Readonly<Record<string, number>>
}

export interface VisitorsOptions {
  /** URL of each edge, such as `http://127.0.0.1:…`. */
  readonly edges: readonly string[]
  readonly perSecond: number
  readonly signal: AbortSignal
}

const TICK_MS = 100
const PATIENCE_MS = 20_000
/** No more are started while this many wait: then the machine is the limit, which shows in the number of requests sent. */
const MOST_WAITING = 200
/** Rate limits of the firewall and of the service, because all this load comes from one address. */
const RATE_LIMITED = [403, 429]
const NOT_FOUND = 404
const FIRST_REFUSAL = 400
const LONGEST_TITLE = 60
const MISSING_PAGES = '/not/there/'
const CAMPAIGN_SLUG = 'haneul-7-first-drive'

/** A constant load, spread evenly over the edges: pages, URLs not in a cache, reads of the API, and leads. */
export function visit({ edges, perSecond, signal }: VisitorsOptions) {
  const served = { sent: 0, refused: 0, failed: 0 }
  const causes = new Map<string, number>()
  let waiting = 0
  let owed = 0
  const timer = setInterval(() => {
    owed += (perSecond * TICK_MS) / 1_000
    for (; owed >= 1; owed--) if (waiting < MOST_WAITING) void ask(served.sent++)
  }, TICK_MS)
  signal.addEventListener('abort', () => clearInterval(timer))

  async function ask(turn: number): Promise<void> {
    waiting++
    try {
      const edge = edges[turn % edges.length] ?? ''
      const { path, ...init } = requestOf(turn)
      const isMissing = path.startsWith(MISSING_PAGES)
      const answer = await fetch(`${edge}${path}`, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) })
      const body = await answer.text()
      if (RATE_LIMITED.includes(answer.status)) served.refused++
      else if (answer.status >= FIRST_REFUSAL && !(isMissing && answer.status === NOT_FOUND))
        fail(`${answer.status} ${problemIn(body)}`)
    } catch (error) {
      if (!signal.aborted) fail(causeOf(error))
    } finally {
      waiting--
    }
  }

  function fail(cause: string): void {
    served.failed++
    causes.set(cause, (causes.get(cause) ?? 0) + 1)
  }

  return { served: (): Served => ({ ...served, causes: Object.fromEntries(causes) }) }
}

/** The code of the API's problem, or the title of a page: the edge, the load balancers and the frontend use different titles. */
export function problemIn(body: string): string {
  const [, code] = /"code":"([A-Z_]+)"/.exec(body) ?? []
  const [, title] = /<title>([^<]*)/i.exec(body) ?? []
  return code ?? `page "${(title ?? body).replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE)}"`
}

/** `fetch` wraps the socket's error. */
function causeOf(error: unknown): string {
  const { name, cause } = error as Error & { readonly cause?: { readonly code?: string } }
  return cause?.code ?? name
}

interface SoakRequest extends RequestInit {
  readonly path: string
}

/** Ten requests in turn; four of ten URLs have never been requested before, as with crawlers and campaign links. */
function requestOf(turn: number): SoakRequest {
  switch (turn % 10) {
    case 0:
      return lead()
    case 1:
    case 2:
      return { path: `/en?utm_source=${randomUUID()}` }
    case 3:
      return { path: `/api/campaigns?locale=ko&utm_source=${randomUUID()}` }
    case 4:
      return { path: '/api/region' }
    case 5:
      return { path: `${MISSING_PAGES}${randomUUID()}` }
    case 6:
    case 7:
      return { path: '/ko' }
    default:
      return { path: '/api/campaigns?locale=en' }
  }
}

function lead(): SoakRequest {
  const key = randomUUID()
  const body = {
    campaignSlug: CAMPAIGN_SLUG,
    kind: 'test-drive',
    name: 'A Visitor',
    email: `${key}@example.com`,
    locale: 'ko',
    consent: true,
  }
  return {
    path: '/api/leads',
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  }
}
