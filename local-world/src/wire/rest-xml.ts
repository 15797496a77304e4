import type { NormalizedSchema } from '@smithy/core/schema'
import type { OperationSchema } from '../kernel/wire-service.ts'
import { MalformedError } from './malformed-error.ts'
import { scalarFromText, wireName } from './schema.ts'
import { fromXml, parseXmlRoot, toXml } from './xml.ts'

export interface RestRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface RestMatch {
  readonly operation: OperationSchema
  readonly labels: Readonly<Record<string, string>>
}

export type RestRouter = (method: string, url: URL) => RestMatch | undefined

interface Route {
  readonly operation: OperationSchema
  readonly method: string
  readonly pattern: RegExp
  /** Constant query parameters that distinguish operations with the same path. */
  readonly required: readonly string[]
}

/** Finds the operation whose HTTP binding matches; a trailing slash is ignored (botocore sends one to `/rrset/`). */
export function createRestRouter(operations: Iterable<OperationSchema>): RestRouter {
  const routes = [...operations].flatMap(routeOf).sort((a, b) => b.required.length - a.required.length)
  return (method, url) => {
    for (const route of routes) {
      if (route.method !== method || !route.required.every((name) => url.searchParams.has(name))) continue
      const match = route.pattern.exec(url.pathname)
      if (match) return { operation: route.operation, labels: decodeLabels(match.groups ?? {}) }
    }
    return undefined
  }
}

function routeOf(operation: OperationSchema): Route[] {
  if (!operation.http) return []
  const [method, template] = operation.http
  const [path = '', query = ''] = template.split('?')
  const source = path
    .replace(/[.]/g, '\\.')
    .replace(/\{(\w+)\+\}/g, '(?<$1>.+)')
    .replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  const required = [...new URLSearchParams(query).keys()]
  return [{ operation, method, pattern: new RegExp(`^${source}/?$`), required }]
}

function decodeLabels(groups: Readonly<Record<string, string>>): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
    )
  } catch {
    throw new MalformedError('The path is not valid: a percent sign has no two hexadecimal digits behind it')
  }
}

/** Decodes an operation's input from path, query, headers and body according to its traits. */
export function decodeRest(match: RestMatch, request: RestRequest): Record<string, unknown> {
  const { input } = match.operation
  const fromBody = request.body === '' ? {} : decodeBody(input, request.body)
  return { ...fromBody, ...boundMembers(match, request) }
}

/** Members from path, query and headers, independent of the body. */
export function boundMembers(match: RestMatch, request: Omit<RestRequest, 'body'>): Record<string, unknown> {
  const { input } = match.operation
  const members: Record<string, unknown> = {}
  if (!input.isStructSchema()) return members
  for (const [memberName, member] of input.structIterator()) {
    const texts = boundTexts(memberName, member, match, request)
    const [first] = texts
    if (first === undefined) continue
    members[memberName] = member.isListSchema()
      ? texts.map((text) => scalarFromText(member.getValueSchema(), text))
      : scalarFromText(member, first)
  }
  return members
}

function boundTexts(
  memberName: string,
  member: NormalizedSchema,
  match: RestMatch,
  request: Omit<RestRequest, 'body'>,
): readonly string[] {
  const { httpHeader, httpLabel, httpQuery } = member.getMergedTraits()
  if (httpLabel) return [match.labels[memberName] ?? []].flat()
  if (typeof httpQuery === 'string') return request.url.searchParams.getAll(httpQuery)
  if (typeof httpHeader !== 'string') return []
  const text = headerText(request.headers[httpHeader.toLowerCase()])
  if (text === undefined) return []
  return member.isListSchema() ? text.split(',').map((part) => part.trim()) : [text]
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value
}

export function decodeBody(input: NormalizedSchema, body: string): Record<string, unknown> {
  const { name, content } = parseXmlRoot(body)
  const payload = payloadMember(input)
  const schema = payload?.[1] ?? input
  const expected = String(schema.getMergedTraits().xmlName ?? schema.getName())
  if (name !== expected) throw new MalformedError(`${name} is not valid, expected ${expected}`)
  const decoded = fromXml(schema, content)
  return payload ? { [payload[0]]: decoded } : (decoded as Record<string, unknown>)
}

/** The member that is the whole body, if there is one. */
export function payloadMember(schema: NormalizedSchema): [string, NormalizedSchema] | undefined {
  if (!schema.isStructSchema()) return undefined
  for (const [name, member] of schema.structIterator())
    if (member.getMergedTraits().httpPayload) return [name, member]
  return undefined
}

export interface RestAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Encodes an operation's output as status, headers and an XML document in the service's namespace. */
export function encodeRest(operation: OperationSchema, output: object, namespace: string): RestAnswer {
  const values = output as Readonly<Record<string, unknown>>
  const headers: Record<string, string> = {}
  if (!operation.output.isStructSchema()) return { status: operation.http?.[2] ?? 200, headers, body: '' }
  for (const [name, member] of operation.output.structIterator()) {
    const header = member.getMergedTraits().httpHeader
    if (typeof header === 'string' && values[name] !== undefined)
      headers[header.toLowerCase()] = String(values[name])
  }
  const payload = payloadMember(operation.output)
  const element = payload
    ? toXml(payload[1], values[payload[0]], wireName(payload[1], payload[0]))
    : toXml(operation.output, withoutHeaders(operation.output, values), `${operation.name}Response`)
  const body = element === '' ? '' : `<?xml version="1.0"?>${element.replace('>', ` xmlns="${namespace}">`)}`
  return { status: operation.http?.[2] ?? 200, headers, body }
}

function withoutHeaders(
  schema: NormalizedSchema,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator())
    if (member.getMergedTraits().httpHeader === undefined) body[name] = values[name]
  return body
}
