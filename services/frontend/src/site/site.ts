import type { FastifyRequest } from 'fastify'
import type { ApiClient, CallHeaders } from '../api/api-client.ts'
import type { Assets } from '../assets/assets.ts'
import type { Config } from '../config.ts'
import { traceHeaderOf } from '../plugins/request-log.ts'

/** What every feature of the site is given. */
export interface Site {
  readonly config: Config
  readonly api: ApiClient
  readonly assets: Assets
}

const CARRIED_ON = ['traceparent', 'tracestate'] as const

/** The visitor's trace, address and request number for a call to the API, which counts us as a proxy. */
export function callHeaders(request: FastifyRequest): CallHeaders {
  const headers: Record<string, string> = { 'x-forwarded-for': request.ip, 'x-request-id': request.id }
  for (const name of CARRIED_ON) {
    const value = request.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  const traceHeader = traceHeaderOf(request)
  if (traceHeader !== undefined) headers['x-amzn-trace-id'] = traceHeader
  return headers
}
