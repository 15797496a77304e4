import { STATUS_CODES } from 'node:http'
import type { FunctionEvent } from './distribution.ts'
import type { ResponseHeaders } from './edge-cache.ts'
import type { ViewerRequest } from './origin-request.ts'

/** The origins that a function chose through the `cf` module. */
export type OriginSelection =
  | { readonly kind: 'origin'; readonly originId: string }
  | {
      readonly kind: 'group'
      readonly primaryId: string
      readonly secondaryId: string
      readonly statusCodes: readonly number[]
    }

interface Value {
  value: string
  multiValue?: { value: string }[]
}
type Values = Record<string, Value>

export interface FunctionRequest {
  method: string
  uri: string
  querystring: Values
  headers: Values
  cookies: Values
}

export interface FunctionResponse {
  statusCode: number
  statusDescription?: string
  headers?: Values
  cookies?: Values
  body?: string | { encoding?: string; data: string }
}

export interface EventFacts {
  readonly distributionDomainName: string
  readonly distributionId: string
  readonly requestId: string
  readonly viewerAddress: string
}

/** The event object of runtime 2.0. */
export function functionEvent(
  eventType: FunctionEvent,
  facts: EventFacts,
  request: FunctionRequest,
  response?: FunctionResponse,
) {
  const { distributionDomainName, distributionId, requestId, viewerAddress } = facts
  return {
    version: '1.0',
    context: { distributionDomainName, distributionId, eventType, requestId },
    viewer: { ip: viewerAddress },
    request,
    ...(response && { response }),
  }
}

export function toFunctionRequest({ method, path, query, headers }: ViewerRequest): FunctionRequest {
  const plain: Values = {}
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && name !== 'cookie') plain[name] = { value }
  return {
    method,
    uri: path,
    querystring: pairs(query, '&'),
    headers: plain,
    cookies: pairs(headers.cookie ?? '', '; '),
  }
}

function pairs(text: string, separator: string): Values {
  const values: Values = {}
  for (const part of text === '' ? [] : text.split(separator)) {
    const equals = part.indexOf('=')
    const name = equals === -1 ? part : part.slice(0, equals)
    const value = equals === -1 ? '' : part.slice(equals + 1)
    const known = values[name]
    if (known) known.multiValue = [...(known.multiValue ?? [{ value: known.value }]), { value }]
    else values[name] = { value }
  }
  return values
}

function joined(values: Values, separator: string): string {
  return Object.entries(values)
    .flatMap(([name, { value, multiValue }]) => (multiValue ?? [{ value }]).map((one) => [name, one.value]))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join(separator)
}

/** What a viewer-request function may change: path, query, headers and cookies; never the method. */
export function changedRequest(original: ViewerRequest, changed: FunctionRequest): ViewerRequest {
  const headers: Record<string, string | undefined> = {}
  for (const [name, { value }] of Object.entries(changed.headers)) headers[name.toLowerCase()] = String(value)
  headers.host = original.headers.host
  const cookies = joined(changed.cookies, '; ')
  if (cookies !== '') headers.cookie = cookies
  return { ...original, path: changed.uri, query: joined(changed.querystring, '&'), headers }
}

/** Whether a function returned a response, which has a status code, instead of a request. */
export function isFunctionResponse(value: unknown): value is FunctionResponse {
  return typeof value === 'object' && value !== null && 'statusCode' in value
}

export function isFunctionRequest(value: unknown): value is FunctionRequest {
  return typeof value === 'object' && value !== null && 'uri' in value && 'headers' in value
}

export function toFunctionResponse(status: number, headers: ResponseHeaders): FunctionResponse {
  const values: Values = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name === 'set-cookie') continue
    values[name] = { value: String(value) }
  }
  return { statusCode: status, statusDescription: STATUS_CODES[status] ?? '', headers: values, cookies: {} }
}

/** Headers of a function's response; cookies that it was not shown are kept. */
export function responseHeadersOf({
  headers = {},
  cookies = {},
}: FunctionResponse): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {}
  for (const [name, { value, multiValue }] of Object.entries(headers))
    result[name.toLowerCase()] = multiValue ? multiValue.map((one) => one.value) : String(value)
  const set = Object.entries(cookies).map(([name, { value }]) => `${name}=${value}`)
  if (set.length > 0) result['set-cookie'] = set
  return result
}

export function bodyOf({ body }: FunctionResponse): Buffer {
  if (body === undefined || typeof body === 'string') return Buffer.from(body ?? '')
  return Buffer.from(body.data, body.encoding === 'base64' ? 'base64' : 'utf8')
}
