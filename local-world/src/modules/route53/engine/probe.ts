import { type IncomingMessage, STATUS_CODES } from 'node:http'
import { connect } from 'node:net'
import type { Clock } from '../../../kernel/clock.ts'
import { deadlineOn } from '../../../kernel/deadline.ts'
import type { KeptConnections } from '../../../kernel/kept-connections.ts'
import type { NetworkInterface } from '../../network/running.ts'
import type { EndpointCheck } from '../model/health-check.ts'

/** Timeouts that Route 53 documents; in real seconds, because the distances are real too. */
const CONNECT_TIMEOUT_MS = 4_000
const TCP_CONNECT_TIMEOUT_MS = 10_000
const RESPONSE_TIMEOUT_MS = 2_000
const SEARCHED_BYTES = 5_120

export interface ProbeResult {
  readonly isSuccess: boolean
  readonly status: string
}

/** Probes an endpoint once from a checker's place; never rejects. */
export async function probe(
  from: NetworkInterface,
  check: EndpointCheck,
  healthCheckId: string,
  clock: Clock,
  stop: AbortSignal,
  kept: KeptConnections,
): Promise<ProbeResult> {
  try {
    const limit = check.protocol === 'TCP' ? TCP_CONNECT_TIMEOUT_MS : CONNECT_TIMEOUT_MS
    const { port } = await within(clock, limit, stop, (signal) => from.open(check.host, check.port, signal))
    if (check.protocol === 'TCP')
      return await within(clock, limit, stop, (signal) => connectOnce(port, signal))
    return await within(clock, RESPONSE_TIMEOUT_MS * (check.searchString ? 2 : 1), stop, (signal) =>
      askHttp(port, check, healthCheckId, signal, kept),
    )
  } catch (error) {
    return { isSuccess: false, status: failureStatus(error) }
  }
}

function failureStatus(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND') return 'Failure: DNS resolution failed: DNS response error code NXDOMAIN'
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET')
    return 'Failure: The connection was refused by the endpoint'
  return 'Failure: Connection timed out. The endpoint or the internet connection is down, or requests are being blocked by your firewall.'
}

class ProbeTimeoutError extends Error {
  readonly code = 'ETIMEDOUT'
}

/** Runs a step with a timeout; it also ends when the checkers stop. */
async function within<Result>(
  clock: Clock,
  limitMs: number,
  stop: AbortSignal,
  step: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  using deadline = deadlineOn(clock, limitMs, new ProbeTimeoutError())
  const signal = AbortSignal.any([deadline.signal, stop])
  const aborted = Promise.withResolvers<never>()
  const giveUp = () => aborted.reject(new ProbeTimeoutError())
  signal.addEventListener('abort', giveUp)
  try {
    return await Promise.race([step(signal), aborted.promise])
  } finally {
    // Node keeps a signal from `AbortSignal.any` while it has a listener: here, until the world ends.
    signal.removeEventListener('abort', giveUp)
  }
}

function connectOnce(port: number, signal: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', signal }, () => {
      socket.destroy()
      resolve({ isSuccess: true, status: 'Success: TCP connection established' })
    })
    socket.on('error', reject)
  })
}

function askHttp(
  port: number,
  check: EndpointCheck,
  id: string,
  signal: AbortSignal,
  kept: KeptConnections,
): Promise<ProbeResult> {
  const isSecure = check.protocol === 'HTTPS'
  const options = {
    isSecure,
    ...(isSecure && { rejectUnauthorized: false, servername: check.hostHeader }),
    host: '127.0.0.1',
    port,
    path: check.path.startsWith('/') ? check.path : `/${check.path}`,
    signal,
    headers: {
      host: check.hostHeader,
      'user-agent': `Amazon-Route53-Health-Check-Service (ref ${id}; report http://amzn.to/1vsZADi)`,
      accept: '*/*',
    },
  }
  return new Promise((resolve, reject) => {
    kept.get(options, (response) => judgeResponse(response, check, resolve), reject)
  })
}

function judgeResponse(
  response: IncomingMessage,
  check: EndpointCheck,
  resolve: (result: ProbeResult) => void,
) {
  const status = response.statusCode ?? 0
  const wording = `HTTP Status Code ${status}, ${STATUS_CODES[status] ?? 'Unknown'}`
  const finish = (isSuccess: boolean, detail = wording) => {
    // Drain the rest of the body, so that the connection can be reused for the next check.
    response.removeAllListeners('data').resume()
    resolve({ isSuccess, status: `${isSuccess ? 'Success' : 'Failure'}: ${detail}` })
  }
  const { searchString } = check
  response.on('error', () => finish(false, 'The connection ended before the response did'))
  if (status < 200 || status > 399) return finish(false)
  if (searchString === undefined) return finish(true)
  let body = Buffer.alloc(0)
  response.on('data', (chunk: Buffer) => {
    body = Buffer.concat([body, chunk]).subarray(0, SEARCHED_BYTES)
    if (body.includes(searchString)) finish(true)
    else if (body.length === SEARCHED_BYTES) finish(false, 'The search string was not found in the body')
  })
  response.on('end', () => finish(body.includes(searchString), wording))
}
