import type { IncomingHttpHeaders } from 'node:http'
import { ORIGIN_KEY_HEADER } from '@meridian/topology'
import { Pool } from 'undici'
import { ApiUnavailableError } from '../errors.ts'

/** One call to the API; `headers` pass on the visitor's trace and address. */
interface ApiCall {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** For the whole call, including its retry. */
  readonly timeoutMs: number
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

export interface ApiTransport extends AsyncDisposable {
  send(call: ApiCall): Promise<ApiAnswer>
}

/** The connection failed without an answer. */
interface Failure {
  readonly failure: unknown
}

/** A visitor's page needs one or two calls; more connections than this would only queue in the API. */
const CONNECTIONS = 32
/** Shorter than the load balancer's idle time-out of 60 s, so that it never closes a connection in use. */
const KEEP_ALIVE_MS = 30_000
const CONNECT_TIMEOUT_MS = 2_000
const RETRY_AFTER_SECONDS = 5

const isGatewayError = (status: number) => status === 502 || status === 503 || status === 504

/**
 * Keep-alive connections to one region's load balancer.
 *
 * A lost connection or a gateway error is retried once: reads are repeatable, and writes carry an Idempotency-Key.
 * If the API says when to retry, it is not called earlier. Any other status is an answer and is returned.
 */
export function createTransport(origin: string, originKey: string): ApiTransport {
  // The firewall treats a call without a user agent as a bot.
  const ownHeaders = {
    accept: 'application/json',
    'user-agent': 'meridian-frontend',
    ...(originKey === '' ? {} : { [ORIGIN_KEY_HEADER]: originKey }),
  }
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  })

  return {
    async send(call) {
      const signal = AbortSignal.timeout(call.timeoutMs)
      const first = await attempt(call, signal)
      const outcome = isWorthARetry(first) && !signal.aborted ? await attempt(call, signal) : first
      const what = `${call.method} ${call.path}`
      if (isFailure(outcome)) {
        const why = reason(outcome.failure, call.timeoutMs)
        throw new ApiUnavailableError(`${what} failed: ${why}`, RETRY_AFTER_SECONDS, outcome.failure)
      }
      if (isGatewayError(outcome.status))
        throw new ApiUnavailableError(`${what} answered ${outcome.status}`, retryAfter(outcome))
      return outcome
    },
    [Symbol.asyncDispose]: () => pool.destroy(),
  }

  async function attempt(call: ApiCall, signal: AbortSignal): Promise<ApiAnswer | Failure> {
    try {
      const { statusCode, headers, body } = await pool.request({
        method: call.method,
        path: call.path,
        headers: {
          ...ownHeaders,
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        body: call.body ?? null,
        signal,
      })
      return { status: statusCode, headers, body: parseJson(await body.text()) }
    } catch (failure) {
      return { failure }
    }
  }
}

const isFailure = (outcome: ApiAnswer | Failure): outcome is Failure => 'failure' in outcome

const isWorthARetry = (outcome: ApiAnswer | Failure) =>
  isFailure(outcome) || (isGatewayError(outcome.status) && outcome.headers['retry-after'] === undefined)

/** A gateway may answer in HTML; then the status alone counts. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function retryAfter(answer: ApiAnswer): number {
  const seconds = Number(answer.headers['retry-after'])
  return Number.isInteger(seconds) && seconds > 0 && seconds <= 60 ? seconds : RETRY_AFTER_SECONDS
}

function reason(failure: unknown, timeoutMs: number): string {
  if (!(failure instanceof Error)) return String(failure)
  if (failure.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`
  return 'code' in failure ? `${failure.code}: ${failure.message}` : failure.message
}
