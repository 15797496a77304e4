// Finds the operation a request asks for from the SDK's own schemas: a hand-kept list of sub-resources would miss new ones,
// and a PUT not recognised as an operation on an object's settings would overwrite the object.

import type { OperationSchema, RawRequest } from '../../../kernel/wire-service.ts'
import { requiredMembers } from '../../../wire/schema.ts'
import { type Subject, subjectOf } from './addressing.ts'
import { methodNotAllowed } from './aws-errors.ts'

/** What distinguishes an operation from the others. */
interface Binding {
  readonly operation: OperationSchema
  readonly method: string
  readonly level: Level
  /** Fixed query parameters: `?retention`, `?list-type=2`. */
  readonly literals: readonly (readonly [name: string, value: string])[]
  /** Required query parameters, such as an upload's id. */
  readonly neededQueries: readonly string[]
  /** Required headers, such as a copy's source. */
  readonly neededHeaders: readonly string[]
  /** Every query parameter that the operation accepts. */
  readonly queries: ReadonlySet<string>
}

type Level = 'account' | 'bucket' | 'object'

/** Served by S3 Express under its own host, with requests signed for `s3express`; has the same binding as ListBuckets. */
const ANSWERED_ELSEWHERE = 'ListDirectoryBuckets'
/** SDKs of some languages name the operation in the query, the CLI does not. */
const CLIENT_NOTE = 'x-id'

/** Throws MethodNotAllowed for a request that matches no operation. */
export function createS3Router(
  operations: Iterable<OperationSchema>,
): (request: RawRequest) => OperationSchema {
  const bindings = [...operations].flatMap(bindingOf).sort(byPrecision)
  const telling = new Set(bindings.flatMap(tellingQueries))
  return (request) => {
    const { searchParams } = request.url
    const level = levelOf(subjectOf(request))
    const fitting = bindings.filter(
      (binding) =>
        binding.method === request.method &&
        binding.level === level &&
        binding.literals.every(([name, value]) => states(searchParams, name, value)),
    )
    const found = closest(fitting, request)
    // An unknown sub-resource belongs to another operation, which does not support this method.
    const isMeantForAnother = [...searchParams.keys()].some(
      (name) => telling.has(name) && !found?.queries.has(name),
    )
    if (!found || isMeantForAnother) throw methodNotAllowed()
    return found.operation
  }
}

function bindingOf(operation: OperationSchema): Binding[] {
  if (!operation.http || operation.name === ANSWERED_ELSEWHERE) return []
  const [method, template] = operation.http
  const [path = '', query = ''] = template.split('?')
  const literals = [...new URLSearchParams(query)].filter(([name]) => name !== CLIENT_NOTE)
  const queries = new Set(literals.map(([name]) => name))
  const required = new Set(requiredMembers(operation.input))
  const neededQueries: string[] = []
  const neededHeaders: string[] = []
  const members = operation.input.isStructSchema() ? operation.input.structIterator() : []
  for (const [name, member] of members) {
    const { httpHeader, httpQuery } = member.getMergedTraits()
    if (typeof httpQuery === 'string') {
      queries.add(httpQuery)
      if (required.has(name)) neededQueries.push(httpQuery)
    }
    if (typeof httpHeader === 'string' && required.has(name)) neededHeaders.push(httpHeader.toLowerCase())
  }
  const level = levelOfPath(path, required.has('Bucket'))
  if (level === undefined) return []
  return [{ operation, method, level, literals, neededQueries, neededHeaders, queries }]
}

function levelOfPath(path: string, isOfBucket: boolean): Level | undefined {
  if (path === '/{Key+}') return 'object'
  if (path !== '/') return undefined
  return isOfBucket ? 'bucket' : 'account'
}

function levelOf({ bucket, key }: Subject): Level {
  if (bucket === undefined) return 'account'
  return key === '' ? 'bucket' : 'object'
}

const needs = ({ neededHeaders, neededQueries }: Binding) => neededHeaders.length + neededQueries.length

const byPrecision = (left: Binding, right: Binding): number =>
  right.literals.length - left.literals.length || needs(right) - needs(left)

/** The best match; `fitting` is sorted by precision. */
function closest(fitting: readonly Binding[], request: RawRequest): Binding | undefined {
  const alike = fitting.filter(({ literals }) => literals.length === fitting[0]?.literals.length)
  const complete = alike.find(
    ({ neededHeaders, neededQueries }) =>
      neededQueries.every((name) => request.url.searchParams.has(name)) &&
      neededHeaders.every((name) => request.headers[name] !== undefined),
  )
  // A request that lacks something required is still the operation its URL names.
  return complete ?? alike.findLast(({ literals }) => literals.length > 0)
}

/** Parameters that only their own operations understand. */
const tellingQueries = ({ literals, neededQueries }: Binding): readonly string[] => [
  ...literals.filter(([, value]) => value === '').map(([name]) => name),
  ...neededQueries,
]

const states = (query: URLSearchParams, name: string, value: string): boolean =>
  value === '' ? query.has(name) : query.get(name) === value
