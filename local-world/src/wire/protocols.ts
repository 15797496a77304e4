import type { IncomingHttpHeaders } from 'node:http'
import { decodeJson, encodeJson } from './json.ts'
import { decodeQuery, encodeQueryResult, encodeXmlFault } from './query.ts'
import { decodeRest, encodeRest, type RestRouter } from './rest-xml.ts'
import { type OperationSchema, requiredMembers } from './schema.ts'
import { WireFault, type WireService } from './service.ts'

/** A service whose schemas are loaded. */
export interface LoadedService {
  readonly service: WireService
  readonly operations: ReadonlyMap<string, OperationSchema>
  readonly route: RestRouter
}

export interface WireAnswer {
  readonly status: number
  readonly contentType: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export interface WireRequest {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly id: string
}

export interface NamedOperation {
  readonly operation: OperationSchema
  readonly input: Record<string, unknown>
}

/** Names the operation that a request asks for and decodes its input, by the service's protocol. */
export function readOperation(loaded: LoadedService, request: WireRequest): NamedOperation {
  switch (loaded.service.protocol) {
    case 'query':
      return readQueryOperation(loaded, request)
    case 'json':
      return readJsonOperation(loaded, request)
    case 'rest-xml':
      return readRestOperation(loaded, request)
  }
}

function readQueryOperation({ operations }: LoadedService, request: WireRequest): NamedOperation {
  const parameters = new URLSearchParams(request.method === 'GET' ? request.url.search : request.body)
  const action = parameters.get('Action') ?? ''
  const operation = operations.get(action)
  if (!operation)
    throw new WireFault(
      'InvalidAction',
      `The action ${action || '(none)'} is not valid for this web service.`,
    )
  return { operation, input: decodeQuery(operation.input, parameters) }
}

function readJsonOperation({ operations }: LoadedService, request: WireRequest): NamedOperation {
  const target = String(request.headers['x-amz-target'] ?? '')
  const operation = operations.get(target.slice(target.lastIndexOf('.') + 1))
  if (!operation) throw new WireFault('UnknownOperationException', `Unknown operation ${target || '(none)'}`)
  try {
    const body: unknown = JSON.parse(request.body === '' ? '{}' : request.body)
    return { operation, input: (decodeJson(operation.input, body) ?? {}) as Record<string, unknown> }
  } catch (error) {
    throw new WireFault('SerializationException', `The request body is not valid JSON: ${messageOf(error)}`)
  }
}

function readRestOperation({ route }: LoadedService, request: WireRequest): NamedOperation {
  const match = route(request.method, request.url)
  if (!match)
    throw new WireFault(
      'UnknownOperation',
      `No operation answers ${request.method} ${request.url.pathname}`,
      404,
    )
  try {
    return { operation: match.operation, input: decodeRest(match, request) }
  } catch (error) {
    throw new WireFault('MalformedInput', `The request body is not valid XML: ${messageOf(error)}`)
  }
}

/** Throws the fault that AWS answers when a required member is missing. */
export function refuseMissing(
  operation: OperationSchema,
  input: Record<string, unknown>,
  service: WireService,
): void {
  const missing = requiredMembers(operation.input).find((name) => input[name] === undefined)
  if (!missing) return
  if (service.protocol === 'query')
    throw new WireFault('MissingParameter', `The request must contain the parameter ${missing}`)
  if (service.protocol === 'json')
    throw new WireFault(
      'ValidationException',
      `1 validation error detected: Value at '${missing}' failed to satisfy constraint: Member must not be null`,
    )
  throw new WireFault('InvalidInput', `The request must contain ${missing}`)
}

/** An operation's output as the service's protocol writes it. */
export function encodeAnswer(
  service: WireService,
  operation: OperationSchema,
  output: object,
  requestId: string,
): WireAnswer {
  if (service.protocol === 'query')
    return {
      status: 200,
      contentType: 'text/xml',
      headers: requestIdHeader(requestId),
      body: encodeQueryResult(operation, output, service.namespace, requestId),
    }
  if (service.protocol === 'json')
    return {
      status: 200,
      contentType: 'application/x-amz-json-1.1',
      headers: requestIdHeader(requestId),
      body: JSON.stringify(encodeJson(operation.output, output) ?? {}),
    }
  const answer = encodeRest(operation, output, service.namespace)
  return { ...answer, contentType: 'text/xml', headers: { ...answer.headers, ...requestIdHeader(requestId) } }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

// Every answer carries it: the SDK leaves `$metadata.requestId` undefined for RDS otherwise.
function requestIdHeader(requestId: string): Record<string, string> {
  return { 'x-amzn-requestid': requestId }
}

export function encodeFault(service: WireService, fault: WireFault, requestId: string): WireAnswer {
  if (service.protocol !== 'json') return xmlFault(fault, service.namespace, requestId)
  const body = JSON.stringify({ __type: fault.code, message: fault.message })
  return {
    status: fault.status,
    contentType: 'application/x-amz-json-1.1',
    headers: requestIdHeader(requestId),
    body,
  }
}

export function xmlFault(fault: WireFault, namespace: string, requestId: string): WireAnswer {
  const body = encodeXmlFault(fault.code, fault.message, fault.status, namespace, requestId)
  return { status: fault.status, contentType: 'text/xml', headers: requestIdHeader(requestId), body }
}

/** The answer for a service that no module of this world provides, in the protocol of the request. */
export function unknownService(scope: string, request: WireRequest): WireAnswer {
  const fault = new WireFault('NotImplemented', `The local world has no service "${scope}"`, 501)
  if (request.headers['x-amz-target'] === undefined) return xmlFault(fault, '', request.id)
  const body = JSON.stringify({ __type: fault.code, message: fault.message })
  return {
    status: fault.status,
    contentType: 'application/x-amz-json-1.1',
    headers: requestIdHeader(request.id),
    body,
  }
}
