// The AWS-compatible control endpoint: one loopback port for all services and regions.
//
// AWS has and this has not: signature checking, IAM, request throttling, CBOR.
// On purpose different: a service that no running module answers for is named in the error, as is every known
// operation that is not implemented.
// Quirks of clients: AWS CLI v1 ignores AWS_ENDPOINT_URL for `aws rds` in us-east-1 (give --endpoint-url); with a custom endpoint, Route 53 and CloudFront
// are signed with the client's own region, so global services must not look at it.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FIRST_PRIMARY, isRegionId } from '@meridian/topology'
import { LOCAL_ACCOUNT_ID } from '../graph/resource-body.ts'
import type { Journal } from '../world/journal.ts'
import { parseCredentialScope } from './credential-scope.ts'
import {
  encodeAnswer,
  encodeFault,
  type LoadedService,
  messageOf,
  readOperation,
  refuseMissing,
  unknownService,
  type WireAnswer,
  type WireRequest,
  xmlFault,
} from './protocols.ts'
import { createRestRouter } from './rest-xml.ts'
import { operationSchemas } from './schema.ts'
import { WireFault, type WireService } from './service.ts'

const MAX_BODY_BYTES = 1_048_576

export interface ControlEndpoint extends AsyncDisposable {
  readonly port: number
}

/** Starts the endpoint on loopback; port 0 takes any free one. */
export async function startControlEndpoint(
  services: readonly WireService[],
  journal: Journal,
  port = 0,
): Promise<ControlEndpoint> {
  const load = createLoader(services)
  const server = createServer((request, response) => {
    answerRequest(request, load, journal)
      .then((answer) => send(response, answer))
      .catch((error: unknown) => {
        journal.record({
          module: 'wire',
          event: 'request failed',
          subject: request.url ?? '/',
          detail: { error: String(error) },
        })
        response.destroy()
      })
  })
  await listen(server, port)
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

/** SDK clients are large: each service's schemas are loaded at its first request. */
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
  const operations = operationSchemas(await service.schemas())
  return { service, operations, route: createRestRouter(operations.values()) }
}

/** Find, authenticate, name the operation, validate, run, encode. */
async function answerRequest(
  incoming: IncomingMessage,
  load: ReturnType<typeof createLoader>,
  journal: Journal,
): Promise<WireAnswer> {
  const request = await readRequest(incoming)
  const scope = parseCredentialScope(incoming.headers.authorization)
  if (!scope)
    return xmlFault(
      new WireFault('MissingAuthenticationToken', 'Missing Authentication Token', 403),
      '',
      request.id,
    )
  const loading = load(scope.service)
  if (!loading) return unknownService(scope.service, request)
  const { service, operations, route } = await loading
  const region = isRegionId(scope.region) ? scope.region : FIRST_PRIMARY
  let operationName = 'unknown'
  try {
    const { operation, input } = readOperation({ service, operations, route }, request)
    operationName = operation.name
    const run = service.operations[operation.name]
    if (!run)
      throw new WireFault(
        'NotImplemented',
        `${service.scope}:${operation.name} is not implemented in the local world`,
        501,
      )
    refuseMissing(operation, input, service)
    const output = await run(input, { region, accountId: LOCAL_ACCOUNT_ID })
    journalCall(journal, service, operationName, region, incoming, 'ok')
    return encodeAnswer(service, operation, output, request.id)
  } catch (error) {
    const fault = error instanceof WireFault ? error : new WireFault('InternalFailure', messageOf(error), 500)
    journalCall(journal, service, operationName, region, incoming, fault.code)
    return encodeFault(service, fault, request.id)
  }
}

function journalCall(
  journal: Journal,
  service: WireService,
  operation: string,
  region: Parameters<Journal['record']>[0]['region'],
  incoming: IncomingMessage,
  outcome: string,
): void {
  const detail = { outcome, userAgent: incoming.headers['user-agent'] }
  journal.record({
    module: 'wire',
    event: 'api call',
    subject: `${service.scope}:${operation}`,
    ...(region && { region }),
    detail,
  })
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) break
    chunks.push(chunk)
  }
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://control.local'),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
    id: randomUUID(),
  }
}

function send(response: ServerResponse, answer: WireAnswer): void {
  response.writeHead(answer.status, { 'content-type': answer.contentType, ...answer.headers })
  response.end(answer.body)
}
