import {
  type OperationSchema,
  type RawAnswer,
  type RawRequest,
  WireFault,
  type WireProtocol,
  type WireService,
} from '../kernel/wire-service.ts'
import { decodeJson, encodeJson } from './json.ts'
import { decodeQuery, encodeQueryResult, encodeXmlFault } from './query.ts'
import { decodeRestJson, encodeRestJson } from './rest-json.ts'
import { decodeRest, encodeRest, type RestRouter } from './rest-xml.ts'
import { requiredMembers } from './schema.ts'

/** A service whose schemas are loaded. */
export interface LoadedService {
  readonly service: WireService
  readonly operations: ReadonlyMap<string, OperationSchema>
  readonly route: RestRouter
  /** Of a raw service. */
  readonly routeRaw: ((request: RawRequest) => OperationSchema) | undefined
}

export interface WireAnswer {
  readonly status: number
  readonly contentType: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

export interface WireRequest extends RawRequest {
  /** Its bytes as text. */
  readonly body: string
}

export interface NamedOperation {
  readonly operation: OperationSchema
  readonly input: Record<string, unknown>
}

const FORM = 'application/x-www-form-urlencoded'

/**
 * The protocol in which a request speaks and is answered: the service's own, but CloudWatch is spoken to as JSON by
 * present clients and as Query by older ones.
 */
export function protocolOf(service: WireService, request: WireRequest): WireProtocol {
  const isForm = String(request.headers['content-type'] ?? '').startsWith(FORM)
  return service.protocol === 'json' && service.alsoQuery && isForm ? 'query' : service.protocol
}

/** Names the operation that a request asks for and decodes its input; of a raw service the request itself is the input. */
export function readOperation(
  loaded: LoadedService,
  protocol: WireProtocol,
  request: WireRequest,
): NamedOperation {
  if (loaded.routeRaw) return { operation: loaded.routeRaw(request), input: { ...request } }
  switch (protocol) {
    case 'query':
      return readQueryOperation(loaded, request)
    case 'json':
      return readJsonOperation(loaded, request)
    case 'rest-xml':
      return readRestOperation(loaded, request, 'XML')
    case 'rest-json':
      return readRestOperation(loaded, request, 'JSON')
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

function readRestOperation(
  { route }: LoadedService,
  request: WireRequest,
  body: 'JSON' | 'XML',
): NamedOperation {
  const match = route(request.method, request.url)
  if (!match)
    throw new WireFault(
      'UnknownOperation',
      `No operation answers ${request.method} ${request.url.pathname}`,
      404,
    )
  try {
    const input = body === 'JSON' ? decodeRestJson(match, request) : decodeRest(match, request)
    return { operation: match.operation, input }
  } catch (error) {
    throw new WireFault('MalformedInput', `The request body is not valid ${body}: ${messageOf(error)}`)
  }
}

/** Throws the fault that AWS answers when a required member is missing. */
export function refuseMissing(
  operation: OperationSchema,
  input: Record<string, unknown>,
  protocol: WireProtocol,
): void {
  const missing = requiredMembers(operation.input).find((name) => input[name] === undefined)
  if (!missing) return
  if (protocol === 'query')
    throw new WireFault('MissingParameter', `The request must contain the parameter ${missing}`)
  if (protocol === 'json' || protocol === 'rest-json')
    throw new WireFault(
      'ValidationException',
      `1 validation error detected: Value at '${missing}' failed to satisfy constraint: Member must not be null`,
    )
  throw new WireFault('InvalidInput', `The request must contain ${missing}`)
}

/** An operation's output as the request's protocol writes it; a raw service's is written already. */
export function encodeAnswer(
  service: WireService,
  protocol: WireProtocol,
  operation: OperationSchema,
  output: object,
  { id }: WireRequest,
): WireAnswer {
  if (service.raw) return rawAnswer(output as RawAnswer)
  if (protocol === 'query')
    return {
      status: 200,
      contentType: 'text/xml',
      headers: requestIdHeader(id),
      body: encodeQueryResult(operation, output, service.namespace, id),
    }
  if (protocol === 'json')
    return {
      status: 200,
      contentType: jsonType(service),
      headers: requestIdHeader(id),
      body: JSON.stringify(encodeJson(operation.output, output) ?? {}),
    }
  if (protocol === 'rest-json') {
    const answer = encodeRestJson(operation, output)
    return {
      ...answer,
      contentType: 'application/json',
      headers: { ...answer.headers, ...requestIdHeader(id) },
    }
  }
  const answer = encodeRest(operation, output, service.namespace)
  return { ...answer, contentType: 'text/xml', headers: { ...answer.headers, ...requestIdHeader(id) } }
}

const rawAnswer = (answer: RawAnswer): WireAnswer => ({
  ...answer,
  contentType: answer.headers['content-type'] ?? 'application/xml',
})

const jsonType = ({ jsonVersion = '1.1' }: WireService) => `application/x-amz-json-${jsonVersion}`

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

// Every answer carries it: the SDK leaves `$metadata.requestId` undefined for RDS otherwise.
function requestIdHeader(requestId: string): Record<string, string> {
  return { 'x-amzn-requestid': requestId }
}

export function encodeFault(
  service: WireService,
  protocol: WireProtocol,
  fault: WireFault,
  request: WireRequest,
): WireAnswer {
  if (service.raw) return rawAnswer(service.raw.encodeFault(fault, request))
  const requestId = request.id
  if (protocol === 'rest-json')
    return {
      status: fault.status,
      contentType: 'application/json',
      headers: { ...requestIdHeader(requestId), 'x-amzn-errortype': fault.code },
      body: JSON.stringify({ message: fault.message }),
    }
  if (protocol !== 'json') return xmlFault(fault, service.namespace, requestId)
  const sender = fault.status < 500 ? 'Sender' : 'Receiver'
  return {
    status: fault.status,
    contentType: jsonType(service),
    headers: {
      ...requestIdHeader(requestId),
      // Clients that moved from Query to JSON go on naming exceptions by the old codes.
      ...(service.alsoQuery && { 'x-amzn-query-error': `${fault.code};${sender}` }),
    },
    body: JSON.stringify({ __type: fault.code, message: fault.message }),
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
