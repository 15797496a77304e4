import type { NormalizedSchema } from '@smithy/core/schema'
import { MAX_DEPTH, MalformedError, tooDeep } from './malformed-error.ts'
import { bytesFromText, dateOf } from './schema.ts'

const MILLISECONDS_PER_SECOND = 1_000
/** Numbers that JSON cannot represent as digits. */
const NAMED_NUMBERS = ['NaN', 'Infinity', '-Infinity']

/** Parses a JSON body; an empty body is an empty object. */
export function parseJsonObject(body: string): unknown {
  try {
    return (JSON.parse(body === '' ? '{}' : body) as unknown) ?? {}
  } catch (error) {
    throw new MalformedError(`The request body is not valid JSON: ${(error as Error).message}`)
  }
}

/**
 * Decodes a JSON body as the operation's input: epoch seconds become dates, base64 becomes bytes, `null` counts as absent (in
 * lists and maps it stays, for the model to validate). Throws MalformedError for a value whose type differs from the schema's.
 */
export function decodeJson(schema: NormalizedSchema, value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw tooDeep()
  if (value === undefined || value === null) return value
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw unexpected(value)
    return value.map((item) => decodeJson(schema.getValueSchema(), item, depth + 1))
  }
  if (!schema.isMapSchema() && !schema.isStructSchema()) return decodeScalar(schema, value)
  if (typeof value !== 'object' || Array.isArray(value)) throw unexpected(value)
  return schema.isMapSchema() ? decodeMap(schema, value, depth) : decodeStruct(schema, value, depth)
}

const decodeMap = (schema: NormalizedSchema, value: object, depth: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, decodeJson(schema.getValueSchema(), item, depth + 1)]),
  )

function decodeStruct(schema: NormalizedSchema, value: object, depth: number): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const content = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
    if (content !== undefined && content !== null) members[name] = decodeJson(member, content, depth + 1)
  }
  if (schema.isUnionSchema() && Object.keys(members).length !== 1)
    throw new MalformedError('A union must have exactly one member set')
  return members
}

function decodeScalar(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isTimestampSchema()) return dateFromJson(value)
  if (schema.isBlobSchema())
    return typeof value === 'string' ? bytesFromText(value) : mismatch(value, 'a Blob')
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? value : mismatch(value, 'a Boolean')
  if (schema.isStringSchema()) return typeof value === 'string' ? value : mismatch(value, 'a String')
  if (!schema.isNumericSchema()) return value
  if (typeof value === 'string' && NAMED_NUMBERS.includes(value)) return Number(value)
  return typeof value === 'number' ? value : mismatch(value, 'a Number')
}

function dateFromJson(value: unknown): Date {
  if (typeof value === 'number') return dateOf(value * MILLISECONDS_PER_SECOND)
  return typeof value === 'string' ? dateOf(value) : mismatch(value, 'a Timestamp')
}

function mismatch(value: unknown, wanted: string): never {
  if (typeof value === 'object') throw unexpected(value)
  const found = typeof value === 'boolean' ? String(value).toUpperCase() : typeof value
  throw new MalformedError(`${found.toUpperCase()}_VALUE can not be converted to ${wanted}`)
}

const unexpected = (value: unknown): MalformedError => {
  if (Array.isArray(value)) return new MalformedError('Start of list found where not expected')
  if (typeof value === 'object')
    return new MalformedError('Start of structure or map found where not expected')
  return new MalformedError('Unexpected field type')
}

/** Encodes an output as JSON values: dates become epoch seconds, bytes base64; members not in the schema are left out. */
export function encodeJson(schema: NormalizedSchema, value: unknown): unknown {
  if (value === undefined || value === null) return value
  if (schema.isListSchema())
    return (value as unknown[]).map((item) => encodeJson(schema.getValueSchema(), item))
  if (schema.isMapSchema())
    return Object.fromEntries(
      Object.entries(value as object).map(([key, item]) => [key, encodeJson(schema.getValueSchema(), item)]),
    )
  if (schema.isTimestampSchema()) return new Date(value as Date).getTime() / MILLISECONDS_PER_SECOND
  if (schema.isBlobSchema()) return Buffer.from(value as Uint8Array).toString('base64')
  if (!schema.isStructSchema()) return value
  const members: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const content = (value as Record<string, unknown>)[name]
    if (content !== undefined) members[name] = encodeJson(member, content)
  }
  return members
}
