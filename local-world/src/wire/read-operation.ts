import { AwsError, type OperationSchema, type WireProtocol } from '../kernel/wire-service.ts'
import { decodeJson, parseJsonObject } from './json.ts'
import type { LoadedService, WireRequest } from './protocols.ts'
import { decodeQuery } from './query.ts'
import { decodeRestJson } from './rest-json.ts'
import { decodeRest } from './rest-xml.ts'

/** The operation that a request names, and how to read its members. */
export interface NamedOperation {
  readonly operation: OperationSchema
  members(): Record<string, unknown>
}

/** Finds the operation that a request names. */
export function nameOperation(
  loaded: LoadedService,
  protocol: WireProtocol,
  request: WireRequest,
): NamedOperation {
  const { raw } = loaded.service
  if (raw && loaded.routeRaw) {
    const operation = loaded.routeRaw(request)
    return { operation, members: () => raw.members(operation, request) }
  }
  switch (protocol) {
    case 'query':
      return nameQueryOperation(loaded, request)
    case 'json':
      return nameJsonOperation(loaded, request)
    case 'rest-xml':
    case 'rest-json':
      return nameRestOperation(loaded, protocol, request)
  }
}

function nameQueryOperation({ operations }: LoadedService, request: WireRequest): NamedOperation {
  const parameters = new URLSearchParams(request.method === 'GET' ? request.url.search : request.body)
  const action = parameters.get('Action') ?? ''
  const operation = operations.get(action)
  if (!operation)
    throw new AwsError('InvalidAction', `The action ${action || '(none)'} is not valid for this web service.`)
  return { operation, members: () => decodeQuery(operation.input, parameters) }
}

function nameJsonOperation({ operations }: LoadedService, request: WireRequest): NamedOperation {
  const target = String(request.headers['x-amz-target'] ?? '')
  const operation = operations.get(target.slice(target.lastIndexOf('.') + 1))
  if (!operation) throw new AwsError('UnknownOperationException', `Unknown operation ${target || '(none)'}`)
  return {
    operation,
    members: () => decodeJson(operation.input, parseJsonObject(request.body)) as Record<string, unknown>,
  }
}

function nameRestOperation(
  { route }: LoadedService,
  protocol: 'rest-xml' | 'rest-json',
  request: WireRequest,
): NamedOperation {
  const match = route(request.method, request.url)
  if (!match)
    throw new AwsError(
      'UnknownOperation',
      `No operation answers ${request.method} ${request.url.pathname}`,
      404,
    )
  const decode = protocol === 'rest-json' ? decodeRestJson : decodeRest
  return { operation: match.operation, members: () => decode(match, request) }
}
