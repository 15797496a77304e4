import type { IncomingMessage } from 'node:http'
import { HOP_BY_HOP } from '../../../kernel/hop-by-hop.ts'
import type { LoadBalancerPlan } from '../model/load-balancer-plan.ts'

/** Hop-by-hop headers; the load balancer answers `expect` itself. */
const NOT_PASSED_ON = new Set([...HOP_BY_HOP, 'expect'])

/** Rewritten for the target. */
const OWN = new Set(['x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto'])

const VALID_NAME = /^[-A-Za-z0-9]+$/

export interface ForwardedBy {
  /** Host of a request without one, which HTTP/1.0 allows. */
  readonly dnsName: string
  readonly clientAddress: string
  readonly port: number
  readonly protocol: 'http' | 'https'
  readonly traceId: string
  readonly forwardedFor: LoadBalancerPlan['forwardedFor']
  readonly dropsInvalidHeaders: boolean
}

/** Headers for the target, names and values alternating: the client's in its order and spelling, then the load balancer's. */
export function headersForTarget(request: IncomingMessage, by: ForwardedBy): string[] {
  const headers: string[] = []
  const { rawHeaders } = request
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    const key = name.toLowerCase()
    if (NOT_PASSED_ON.has(key) || OWN.has(key)) continue
    if (by.dropsInvalidHeaders && !VALID_NAME.test(name)) continue
    headers.push(name, rawHeaders[index + 1] ?? '')
  }
  if (request.headers.host === undefined) headers.push('Host', by.dnsName)
  const forwardedFor = forwardedForHeader(request, by)
  if (forwardedFor !== undefined) headers.push('X-Forwarded-For', forwardedFor)
  headers.push(
    'X-Forwarded-Proto',
    by.protocol,
    'X-Forwarded-Port',
    String(by.port),
    'X-Amzn-Trace-Id',
    by.traceId,
  )
  return headers
}

/** The received chain of addresses, from one header or several. */
export function receivedForwardedFor(request: IncomingMessage): string | undefined {
  const received = request.headers['x-forwarded-for']
  return Array.isArray(received) ? received.join(', ') : received
}

function forwardedForHeader(request: IncomingMessage, by: ForwardedBy): string | undefined {
  const received = receivedForwardedFor(request)
  if (by.forwardedFor === 'remove') return undefined
  if (by.forwardedFor === 'preserve') return received
  return received ? `${received}, ${by.clientAddress}` : by.clientAddress
}

/** The target's response headers without the hop-by-hop ones. */
export function headersForClient(raw: readonly string[]): string[] {
  const headers: string[] = []
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? ''
    if (NOT_PASSED_ON.has(name.toLowerCase())) continue
    headers.push(name, raw[index + 1] ?? '')
  }
  return headers
}
