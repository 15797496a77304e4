import {
  AwsError,
  type OperationSchema,
  type RawAnswer,
  type RawRequest,
  type WireProtocol,
  type WireService,
} from '../kernel/wire-service.ts'
import type { ServiceConstraints } from './constraints.ts'
import { EVENT_STREAM, encodeEvents, eventStreamIn } from './event-stream.ts'
import { encodeJson } from './json.ts'
import { encodeQueryResult, encodeXmlError } from './query.ts'
import { encodeRestJson } from './rest-json.ts'
import { encodeRest, type RestRouter } from './rest-xml.ts'

/** A service whose schemas and constraints are loaded. */
export interface LoadedService {
  readonly service: WireService
  readonly operations: ReadonlyMap<string, OperationSchema>
  readonly constraints: ServiceConstraints
  readonly route: RestRouter
  /** Only for a raw service. */
  readonly routeRaw: ((request: RawRequest) => OperationSchema) | undefined
}

export interface WireAnswer {
  readonly status: number
  readonly contentType: string
  readonly headers?: Readonly<Record<string, string>>
  /** For an event stream, its messages as they arrive. */
  readonly body: string | Buffer | AsyncIterable<Uint8Array>
}

export interface WireRequest extends RawRequest {
  /** The bytes as text. */
  readonly body: string
}

const FORM = 'application/x-www-form-urlencoded'

/**
 * The protocol of a request and its response: the service's own, except that CloudWatch is called with JSON by current clients
 * and with Query by older ones.
 */
export function protocolOf(service: WireService, request: WireRequest): WireProtocol {
  const isForm = String(request.headers['content-type'] ?? '').startsWith(FORM)
  return service.protocol === 'json' && service.alsoQuery && isForm ? 'query' : service.protocol
}

/** Encodes an operation's output in the request's protocol; a raw service's output is already encoded. */
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
  const stream = eventStreamIn(operation.output, output)
  if (stream)
    return {
      status: 200,
      contentType: EVENT_STREAM,
      headers: requestIdHeader(id),
      body: encodeEvents(stream),
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

// On every response: otherwise the SDK leaves `$metadata.requestId` undefined for RDS.
function requestIdHeader(requestId: string): Record<string, string> {
  return { 'x-amzn-requestid': requestId }
}

export function encodeError(
  service: WireService,
  protocol: WireProtocol,
  awsError: AwsError,
  request: WireRequest,
): WireAnswer {
  if (service.raw) return rawAnswer(service.raw.encodeError(awsError, request))
  const requestId = request.id
  if (protocol === 'rest-json')
    return {
      status: awsError.status,
      contentType: 'application/json',
      headers: { ...requestIdHeader(requestId), 'x-amzn-errortype': awsError.code },
      body: JSON.stringify({ message: awsError.message }),
    }
  if (protocol !== 'json') return xmlError(awsError, service.namespace, requestId)
  const sender = awsError.status < 500 ? 'Sender' : 'Receiver'
  return {
    status: awsError.status,
    contentType: jsonType(service),
    headers: {
      ...requestIdHeader(requestId),
      // Clients that moved from Query to JSON still name exceptions by the old codes.
      ...(service.alsoQuery && { 'x-amzn-query-error': `${awsError.code};${sender}` }),
    },
    body: JSON.stringify({ __type: awsError.code, message: awsError.message }),
  }
}

export function xmlError(awsError: AwsError, namespace: string, requestId: string): WireAnswer {
  const body = encodeXmlError(awsError.code, awsError.message, awsError.status, namespace, requestId)
  return { status: awsError.status, contentType: 'text/xml', headers: requestIdHeader(requestId), body }
}

/** The response for a service that no module of this world provides, in the request's protocol. */
export function unknownService(scope: string, request: WireRequest): WireAnswer {
  const awsError = new AwsError('NotImplemented', `The local world has no service "${scope}"`, 501)
  return encodeWithoutService(awsError, request)
}

/** The AWS error for a request that names no service of this world, in the protocol that the request appears to use. */
export function encodeWithoutService(awsError: AwsError, request: WireRequest): WireAnswer {
  if (request.headers['x-amz-target'] === undefined) return xmlError(awsError, '', request.id)
  const body = JSON.stringify({ __type: awsError.code, message: awsError.message })
  return {
    status: awsError.status,
    contentType: 'application/x-amz-json-1.1',
    headers: requestIdHeader(request.id),
    body,
  }
}
