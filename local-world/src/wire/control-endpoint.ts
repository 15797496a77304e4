// The AWS-compatible control endpoint: one loopback port for all services and regions.
//
// On AWS but not here: IAM, CBOR, Signature Version 4A.
// Different on purpose: the error names a service that no running module provides, and every known operation that is not
// implemented; a member that an operation does not honour is refused by name (`honoured.ts` of each module).
// Client quirks: AWS CLI v1 ignores AWS_ENDPOINT_URL for `aws rds` in us-east-1 (use --endpoint-url); with a custom endpoint,
// clients sign Route 53 and CloudFront requests with their own region, so global services must not use it.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import { closerOf } from '../kernel/closable-server.ts'
import type { Journal } from '../kernel/journal.ts'
import { listenOnLoopback } from '../kernel/loopback.ts'
import { LOCAL_ACCOUNT_ID } from '../kernel/resource-provider.ts'
import { createHttpServer } from '../kernel/trust/http-listener.ts'
import type { Trust } from '../kernel/trust/trust.ts'
import { AwsError, type WireProtocol, type WireService } from '../kernel/wire-service.ts'
import { type Authenticated, identify } from './authenticate.ts'
import { type AuthenticationProblem, authenticationError, familyOf } from './authentication-problem.ts'
import { loadConstraints } from './constraints.ts'
import { MalformedError } from './malformed-error.ts'
import { type ControlOutages, createControlOutages, regionOfScope } from './outages.ts'
import {
  encodeAnswer,
  encodeError,
  encodeWithoutService,
  type LoadedService,
  protocolOf,
  unknownService,
  type WireAnswer,
  type WireRequest,
  xmlError,
} from './protocols.ts'
import { nameOperation } from './read-operation.ts'
import { malformedError, refuseInvalid } from './refusals.ts'
import { refuseUnhonoured } from './refuse-unhonoured.ts'
import { requestText } from './request-text.ts'
import { createRestRouter } from './rest-xml.ts'
import { operationSchemas } from './schema.ts'

const MAX_BODY_BYTES = 1_048_576
/** For a service whose bodies are objects; they are buffered in memory. */
const MAX_OBJECT_BYTES = 104_857_600

export interface ControlEndpoint extends AsyncDisposable {
  readonly port: number
  /** Which control planes are out of order. */
  readonly outages: ControlOutages
}

/** What every request needs. */
interface Dependencies {
  readonly load: (scope: string) => Promise<LoadedService> | undefined
  readonly outages: ControlOutages
  readonly journal: Journal
  readonly trust: Trust
}

/** Starts the endpoint on loopback; port 0 takes any free one. */
export async function startControlEndpoint(
  services: readonly WireService[],
  journal: Journal,
  trust: Trust,
  port = 0,
): Promise<ControlEndpoint> {
  const outages = createControlOutages(services)
  const dependencies: Dependencies = { load: createLoader(services), outages, journal, trust }
  const server = createHttpServer({ trust, kind: 'control', serves: isAwsName }, (request, response) => {
    answerRequest(request, dependencies)
      .then((answer) => (answer === 'hang up' ? response.destroy() : send(response, answer)))
      .catch((error: unknown) => {
        journal.record({
          module: 'wire',
          event: 'request failed',
          // Without the query: presigned URLs and Query requests carry secrets in it.
          subject: (request.url ?? '/').split('?', 1)[0] ?? '/',
          detail: { error: String(error) },
        })
        response.destroy()
      })
  })
  const close = closerOf(server)
  const listening = await listenOnLoopback(server, port)
  return {
    port: listening,
    outages,
    [Symbol.asyncDispose]: close,
  }
}

/** Names of AWS endpoints and buckets, which the world's own processes use to reach this endpoint. */
const isAwsName = (name: string): boolean => name.endsWith('.amazonaws.com')

/** SDK clients are large: each service's schemas are loaded on its first request. */
function createLoader(
  services: readonly WireService[],
): (scope: string) => Promise<LoadedService> | undefined {
  const loaded = new Map<string, Promise<LoadedService>>()
  return (scope) => {
    const service = services.find((candidate) => candidate.scope === scope)
    if (!service) return undefined
    const present = loaded.get(scope) ?? loadService(service)
    loaded.set(scope, present)
    return present
  }
}

async function loadService(service: WireService): Promise<LoadedService> {
  const [schemas, constraints] = await Promise.all([service.schemas(), loadConstraints(service.scope)])
  const operations = operationSchemas(schemas)
  const route = createRestRouter(operations.values())
  return { service, operations, constraints, route, routeRaw: service.raw?.router(operations.values()) }
}

/** Find, authenticate, name the operation, validate, run, encode. */
async function answerRequest(
  incoming: IncomingMessage,
  dependencies: Dependencies,
): Promise<WireAnswer | 'hang up'> {
  const url = urlOf(incoming)
  if (!url) return refusal('InvalidURI', 'The address of the request is not valid', 400)
  const caller = identify(signedRequest(incoming), dependencies.trust)
  const { scope } = caller
  // Objects are large: only callers with a key may have them buffered in memory.
  const takesObject = scope?.service === 's3' && !('kind' in caller)
  const request = await readRequest(incoming, url, takesObject ? MAX_OBJECT_BYTES : MAX_BODY_BYTES)
  if (request === 'too large') return refusal('RequestEntityTooLarge', 'The request body is too large', 413)
  const problem = 'kind' in caller ? caller : caller.verify(request.bytes)
  const loading = dependencies.load(scope?.service ?? serviceByHost(incoming))
  if (problem) return answerUnauthenticated(problem, await loading, request, dependencies)
  const authenticated = caller as Authenticated
  if (!loading) return unknownService(authenticated.scope.service, request)
  return answerFor(await loading, authenticated, request, dependencies)
}

const signedRequest = ({ method = 'GET', url = '/', headersDistinct }: IncomingMessage) => ({
  method,
  target: url,
  headers: headersDistinct,
})

/** `secretsmanager.us-east-1.amazonaws.com`: the service an unsigned request is addressed to. */
function serviceByHost({ headers }: IncomingMessage): string {
  const [, service = ''] =
    /(?:^|\.)([a-z\d-]+)\.[a-z]{2}-[a-z-]+-\d\.amazonaws\.com(?::\d+)?$/.exec(headers.host ?? '') ?? []
  return service
}

function answerUnauthenticated(
  problem: AuthenticationProblem,
  loaded: LoadedService | undefined,
  request: WireRequest,
  { journal, outages }: Dependencies,
): WireAnswer | 'hang up' {
  const { scope } = problem
  const region = loaded && scope && regionOfScope(scope.region, loaded.service)
  if (loaded && region && outages.availability(loaded.service, region) === 'gone') return 'hang up'
  const awsError = authenticationError(problem, familyOf(loaded?.service, request))
  if (!loaded) return encodeWithoutService(awsError, request)
  const { service } = loaded
  journalCall(journal, service, 'unknown', region, request, awsError.code)
  return encodeError(service, protocolOf(service, request), awsError, request)
}

const refusal = (code: string, message: string, status: number): WireAnswer =>
  xmlError(new AwsError(code, message, status), '', randomUUID())

async function answerFor(
  loaded: LoadedService,
  { scope, principal }: Authenticated,
  request: WireRequest,
  { outages, journal }: Dependencies,
): Promise<WireAnswer | 'hang up'> {
  const { service } = loaded
  const region = regionOfScope(scope.region, service)
  const availability = region ? outages.availability(service, region) : 'serving'
  if (availability === 'gone') return 'hang up'
  const protocol = protocolOf(service, request)
  let operationName = 'unknown'
  const log = (outcome: string) => journalCall(journal, service, operationName, region, request, outcome)
  try {
    if (!region) throw unknownRegion(scope.region)
    const { operation, members } = nameOperation(loaded, protocol, request)
    operationName = operation.name
    if (availability === 'failing') throw unavailable(service)
    service.admit?.()
    const run = service.operations[operation.name]
    if (!run) throw notImplemented(service, operation.name)
    const input = members()
    refuseInvalid(service, protocol, loaded.constraints, operation, input)
    const honoured = service.honoured?.[operation.name]
    if (honoured) refuseUnhonoured(`${service.scope}:${operation.name}`, operation.input, honoured, input)
    const output = await run(service.raw ? { ...request, members: input } : input, {
      region,
      accountId: LOCAL_ACCOUNT_ID,
      principal,
    })
    log('ok')
    return encodeAnswer(service, protocol, operation, output, request)
  } catch (error) {
    const awsError = awsErrorOf(error, service, protocol)
    log(awsError.code)
    return encodeError(service, protocol, awsError, request)
  }
}

function awsErrorOf(error: unknown, service: WireService, protocol: WireProtocol): AwsError {
  if (error instanceof AwsError) return error
  if (error instanceof MalformedError) return malformedError(service, protocol, error)
  return new AwsError('InternalFailure', error instanceof Error ? error.message : String(error), 500)
}

const unavailable = ({ scope }: WireService) =>
  new AwsError(
    'ServiceUnavailable',
    `The control plane of ${scope} is out of order (a bug of this world)`,
    503,
  )

const notImplemented = ({ scope }: WireService, operation: string) =>
  new AwsError('NotImplemented', `${scope}:${operation} is not implemented in the local world`, 501)

const unknownRegion = (region: string) =>
  new AwsError(
    'UnrecognizedClientException',
    `The request is signed for the region "${region}"; this world has ${REGION_IDS.join(', ')}`,
    403,
  )

function journalCall(
  journal: Journal,
  service: WireService,
  operation: string,
  region: RegionId | undefined,
  request: WireRequest,
  outcome: string,
): void {
  journal.record({
    module: 'wire',
    event: 'api call',
    subject: `${service.scope}:${operation}`,
    ...(region && { region }),
    detail: { outcome, requestId: request.id, userAgent: request.headers['user-agent'] },
  })
}

/** Undefined for an invalid address: Node accepts any text without a space. */
function urlOf({ url = '/' }: IncomingMessage): URL | undefined {
  const address = url.startsWith('/') ? `http://control.local${url}` : url
  return URL.canParse(address) ? new URL(address) : undefined
}

async function readRequest(
  incoming: IncomingMessage,
  url: URL,
  most: number,
): Promise<WireRequest | 'too large'> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    // Reads to the end: a client that is still sending would not see the response.
    if (size <= most) chunks.push(chunk)
  }
  if (size > most) return 'too large'
  const bytes = Buffer.concat(chunks)
  return {
    method: incoming.method ?? 'GET',
    url,
    headers: incoming.headers,
    bytes,
    // An object is never decoded as text.
    body:
      most === MAX_OBJECT_BYTES
        ? ''
        : requestText(bytes, incoming.headers['content-encoding'], MAX_BODY_BYTES),
    id: randomUUID(),
  }
}

function send(response: ServerResponse, answer: WireAnswer): void {
  response.writeHead(answer.status, { 'content-type': answer.contentType, ...answer.headers })
  if (typeof answer.body === 'string' || Buffer.isBuffer(answer.body)) response.end(answer.body)
  // A client that disconnects ends the stream: there is nobody to answer.
  else pipeline(Readable.from(answer.body), response, () => {})
}
