import type { NormalizedSchema } from '@smithy/core/schema'
import fc from 'fast-check'
import type { OperationSchema, WireService } from '../../../src/kernel/wire-service.ts'
import type { ServiceConstraints } from '../../../src/wire/constraints.ts'
import { payloadMember } from '../../../src/wire/rest-xml.ts'
import { wireName } from '../../../src/wire/schema.ts'
import type { RawCall } from '../../support/raw-request.ts'
import { type WireValue, wireValue } from './wire-values.ts'

type Members = Readonly<Record<string, WireValue>>

/** Requests for one operation in its protocol, some of them damaged. */
export function requestsFor(
  service: WireService,
  operation: OperationSchema,
  { operations, shapes }: ServiceConstraints,
  known: readonly string[],
): fc.Arbitrary<RawCall> {
  const values = wireValue(
    { protocol: service.protocol, shapes, known },
    operation.input,
    operations[operation.name],
  )
  return fc.tuple(values, fc.nat({ max: 60 })).map(([value, accident]) => {
    const call = written(service, operation, isMembers(value) ? value : {}, value)
    return damaged(call, accident)
  })
}

const isMembers = (value: WireValue): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Damages about one request in twelve. */
function damaged(call: RawCall, accident: number): RawCall {
  const { body = '' } = call
  if (accident === 0 && body !== '') return { ...call, body: body.slice(0, body.length >> 1) }
  if (accident === 1) return { ...call, headers: { ...call.headers, 'content-type': 'text/plain' } }
  if (accident === 2 && call.body !== undefined) return { ...call, body: `\u0000\u{fffd}{<&=${body}` }
  if (accident === 3) return { ...call, path: `${call.path ?? '/'}%` }
  if (accident === 4 && body !== '') return { ...call, body: '' }
  return call
}

function written(
  service: WireService,
  operation: OperationSchema,
  members: Members,
  value: WireValue,
): RawCall {
  const { scope } = service
  if (service.protocol === 'query')
    return {
      scope,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams([['Action', operation.name], ...flattened(members, '')]).toString(),
    }
  if (service.protocol === 'json')
    return {
      scope,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Service.${operation.name}` },
      body: JSON.stringify(value),
    }
  return writtenRest(service, operation, members)
}

function* flattened(value: WireValue, path: string): Generator<[string, string]> {
  if (typeof value !== 'object' || value === null) {
    if (path !== '') yield [path, String(value ?? '')]
    return
  }
  for (const [name, inner] of Object.entries(value))
    yield* flattened(inner, path === '' ? name : `${path}.${name}`)
}

function writtenRest(
  { protocol, scope }: WireService,
  operation: OperationSchema,
  members: Members,
): RawCall {
  const [method, template] = operation.http ?? ['POST', '/']
  const [pattern = '/', literals = ''] = template.split('?')
  const query = new URLSearchParams(literals)
  const headers: Record<string, string> = {}
  const body: Record<string, WireValue> = {}
  let path = scope === 's3' ? `/{Bucket}${pattern}` : pattern
  for (const [name, member] of operation.input.structIterator()) {
    const key = protocol === 'rest-xml' ? wireName(member, name) : name
    const value = members[key]
    const { httpHeader, httpLabel, httpQuery } = member.getMergedTraits()
    if (httpLabel)
      path = path.replace(new RegExp(`\\{${name}\\+?\\}`), encodeURIComponent(asText(value)) || '-')
    else if (value === undefined) continue
    else if (typeof httpQuery === 'string') query.append(httpQuery, asText(value))
    else if (typeof httpHeader === 'string')
      headers[httpHeader] = asText(value)
        .replace(/[^\x20-\x7e]/g, '?')
        .trim()
    else body[key] = value
  }
  // The HTTP client sets these itself, or would refuse to send them.
  for (const name of ['content-length', 'expect', 'host', 'date'])
    delete headers[Object.keys(headers).find((key) => key.toLowerCase() === name) ?? '']
  const address = query.size > 0 ? `${path}?${query}` : path
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const text = protocol === 'rest-json' ? JSON.stringify(body) : documentOf(operation.input, body)
  return { scope, method, path: address, headers, ...(hasBody && { body: text }) }
}

const asText = (value: WireValue): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')

function documentOf(input: NormalizedSchema, body: Members): string {
  const payload = payloadMember(input)
  if (!payload) return Object.keys(body).length === 0 ? '' : element(String(input.getName()), body)
  const [name, schema] = payload
  if (!schema.isStructSchema()) return asText(body[name])
  const root = String(schema.getMergedTraits().xmlName ?? schema.getName())
  return element(root, body[wireName(schema, name)] ?? body[name])
}

function element(name: string, value: WireValue): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('')
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, content]) => element(key, content))
          .join('')
      : String(value ?? '').replace(/[<>&]/g, '.')
  return `<${name}>${inner}</${name}>`
}
