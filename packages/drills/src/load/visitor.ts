import { type ClientAnswer, type EntryPoint, type HttpClient, ToolError } from '@meridian/operator-tools'
import { CITIES, type CityId } from '@meridian/topology'
import type { HistoryEnd } from '../history/event.ts'
import type { Recorder } from '../history/recorder.ts'

export const TOKEN_HEADER = 'x-meridian-consistency'

/** One person with a browser: their token goes with every request and every answer renews it. */
export interface Visitor {
  readonly session: string
  readonly city: CityId
  /** Sent as an edge would send it, so that rate limits count visitors and not the drill. */
  readonly address: string
  token: string | undefined
}

const ADDRESSES_PER_CITY = 250

/** The nth visitor of a city. */
export function createVisitor(city: CityId, session: string, ordinal: number): Visitor {
  const network = CITIES[city].testNetwork.replace(/\.\d+\/\d+$/, '')
  return { session, city, address: `${network}.${1 + (ordinal % ADDRESSES_PER_CITY)}`, token: undefined }
}

export interface VisitorRequest {
  readonly process: string
  readonly via: EntryPoint
  readonly client: Pick<HttpClient, 'send'>
  /** How late it is sent; 0 by default. */
  readonly lateMs?: number
}

export interface WriteResult {
  readonly id: string | undefined
  /** The result is unknown, and retrying with the same key is right. */
  readonly mayTryAgain: boolean
  readonly retryAfterMs: number
}

const CREATED = 201
const OK = 200
/** 404: not here; 410: lost with the region that acknowledged it. */
const ABSENT: readonly number[] = [404, 410]
const FIRST_SERVER_ERROR = 500
const TOO_MANY = 429

/** Leaves a lead under a key. A 4xx means that it was not stored; anything else but 201 leaves that open. */
export async function leaveLead(
  recorder: Recorder,
  visitor: Visitor,
  { process, via, client, lateMs }: VisitorRequest,
  key: string,
  campaignSlug: string,
): Promise<WriteResult> {
  const operation = recorder.begin(process, 'write', { key, session: visitor.session, via, ...late(lateMs) })
  const body = {
    campaignSlug,
    kind: 'test-drive',
    name: 'A Visitor',
    email: `${key}@example.com`,
    locale: 'ko',
    consent: true,
  }
  try {
    const headers = { ...headersOf(visitor, via), 'idempotency-key': key }
    const answer = await client.send({ method: 'POST', path: '/api/leads', headers, body })
    if (answer.status === CREATED) {
      const { id } = JSON.parse(answer.body) as { id: string }
      operation.end({ ...served(visitor, answer), type: 'ok', id })
      return { id, mayTryAgain: false, retryAfterMs: 0 }
    }
    const isOpen = answer.status >= FIRST_SERVER_ERROR || answer.status === TOO_MANY
    const detail = errorCodeOf(answer)
    operation.end({ ...served(visitor, answer), type: isOpen ? 'info' : 'fail', detail })
    return { id: undefined, mayTryAgain: isOpen, retryAfterMs: retryAfterOf(answer) }
  } catch (error) {
    operation.end({ type: 'info', detail: reasonOf(error) })
    return { id: undefined, mayTryAgain: true, retryAfterMs: 0 }
  }
}

/** Looks up a lead; that this region does not have it is a valid answer too. */
export async function lookUpLead(
  recorder: Recorder,
  visitor: Visitor,
  { process, via, client, lateMs }: VisitorRequest,
  id: string,
): Promise<void> {
  const operation = recorder.begin(process, 'read', {
    id,
    session: visitor.session,
    via,
    ...late(lateMs),
    ...(visitor.token !== undefined && { token: visitor.token }),
  })
  operation.end(
    await ask(visitor, via, client, `/api/leads/${id}`, (answer) => {
      if (answer.status !== OK && !ABSENT.includes(answer.status)) return undefined
      return { type: 'ok', id, isFound: answer.status === OK }
    }),
  )
}

/** Views the campaigns, as every visitor does first. */
export async function viewCampaigns(
  recorder: Recorder,
  visitor: Visitor,
  { process, via, client, lateMs }: VisitorRequest,
): Promise<void> {
  const operation = recorder.begin(process, 'page', { session: visitor.session, via, ...late(lateMs) })
  operation.end(
    await ask(visitor, via, client, '/api/campaigns?locale=ko', (answer) =>
      answer.status === OK ? { type: 'ok' } : undefined,
    ),
  )
}

const late = (lateMs = 0) => (lateMs > 0 ? { lateMs: Math.round(lateMs * 100) / 100 } : {})

/** Sends a GET; an answer that `understand` does not accept is a failure. */
async function ask(
  visitor: Visitor,
  via: EntryPoint,
  client: Pick<HttpClient, 'send'>,
  path: string,
  understand: (answer: ClientAnswer) => HistoryEnd | undefined,
): Promise<HistoryEnd> {
  try {
    const answer = await client.send({ method: 'GET', path, headers: headersOf(visitor, via) })
    const understood = understand(answer) ?? { type: 'info', detail: errorCodeOf(answer) }
    return { ...served(visitor, answer), ...understood }
  } catch (error) {
    return { type: 'info', detail: reasonOf(error) }
  }
}

/** Towards a load balancer the drill acts as an edge and forwards the visitor's address. */
function headersOf({ address, token }: Visitor, via: EntryPoint): Record<string, string> {
  return {
    ...(via !== 'edge' && { 'x-forwarded-for': address }),
    ...(token !== undefined && { [TOKEN_HEADER]: token }),
  }
}

function served(visitor: Visitor, answer: ClientAnswer): Omit<HistoryEnd, 'type'> {
  const token = answer.header(TOKEN_HEADER)
  if (token !== undefined) visitor.token = token
  const region = answer.header('x-meridian-region')
  const database = answer.header('x-meridian-database')?.split(' ')[0]
  return {
    status: answer.status,
    ...(region !== undefined && { region }),
    ...(database !== undefined && { database }),
    ...(token !== undefined && { token }),
  }
}

const LONGEST_DETAIL = 200

/** The API's own error code; else a page's title, or the beginning of the body. */
function errorCodeOf({ body }: ClientAnswer): string {
  try {
    const { code } = JSON.parse(body) as { code?: string }
    if (code !== undefined) return code
  } catch {
    // The body is a page of a load balancer or an edge, not the API's JSON.
  }
  const [, title = body] = /<title>([^<]*)/i.exec(body) ?? []
  return title.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_DETAIL)
}

function retryAfterOf(answer: ClientAnswer): number {
  const seconds = Number(answer.header('retry-after') ?? 0)
  return Number.isFinite(seconds) ? seconds * 1_000 : 0
}

function reasonOf(error: unknown): string {
  const { name, message, code } = error as Error & { code?: string }
  if (name === 'TimeoutError') return 'no answer in time'
  // The message of one of our own errors says more: which step failed, and why.
  return code === undefined || error instanceof ToolError ? message : code
}
