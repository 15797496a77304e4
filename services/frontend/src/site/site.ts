import { CONSISTENCY_HEADER } from '@meridian/contract'
import { consistencyTokenOf, traceHeaderOf } from '@meridian/service-skeleton'
import type { FastifyRequest } from 'fastify'
import type { ApiClient, CallHeaders } from '../api/api-client.ts'
import type { Assets } from '../assets/assets.ts'
import type { Config } from '../config.ts'

/** What every feature of the site receives. */
export interface Site {
  readonly config: Config
  readonly api: ApiClient
  readonly assets: Assets
}

const CARRIED_ON = ['traceparent', 'tracestate'] as const

/**
 * Headers passed on from the visitor's request to the API: trace, address, request id and consistency token.
 *
 * `proof` is the consistency token: the visitor's own, unless the page's URL has one.
 *
 * The address is the last entry of X-Forwarded-For as we send it. The load balancer appends ours, so the API's two
 * trusted hops (load balancer, us) lead to the visitor.
 */
export function callHeaders(request: FastifyRequest, proof = consistencyTokenOf(request)): CallHeaders {
  const headers: Record<string, string> = { 'x-forwarded-for': request.ip, 'x-request-id': request.id }
  if (proof !== undefined) headers[CONSISTENCY_HEADER] = proof
  for (const name of CARRIED_ON) {
    const value = request.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  const traceHeader = traceHeaderOf(request)
  if (traceHeader !== undefined) headers['x-amzn-trace-id'] = traceHeader
  return headers
}
