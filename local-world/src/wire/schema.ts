import { NormalizedSchema } from '@smithy/core/schema'
import type { OperationSchema } from '../kernel/wire-service.ts'
import { MalformedError } from './malformed-error.ts'

/** Marks an operation among the schemas that an SDK client exports. */
const OPERATION_KIND = 9

type RawOperation = [
  kind: number,
  namespace: string,
  name: string,
  traits: unknown,
  input: never,
  output: never,
]

function isOperation(value: unknown): value is RawOperation {
  return Array.isArray(value) && value[0] === OPERATION_KIND
}

/** Every operation that a client's exported schemas describe, by AWS name. */
export function operationSchemas(
  schemas: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, OperationSchema> {
  const operations = new Map<string, OperationSchema>()
  for (const value of Object.values(schemas)) {
    if (!isOperation(value)) continue
    const [, , name, traits, input, output] = value
    operations.set(name, {
      name,
      http: (traits as { http?: OperationSchema['http'] } | undefined)?.http,
      input: NormalizedSchema.of(input),
      output: NormalizedSchema.of(output),
    })
  }
  return operations
}

/** Names of a request's required members; the schema lists them first and counts them. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const raw = schema.getSchema()
  if (!Array.isArray(raw)) return []
  const names = raw[4] as readonly string[] | undefined
  const requiredCount = (raw as readonly unknown[])[6] as number | undefined
  return names?.slice(0, requiredCount ?? 0) ?? []
}

/** A member's name as an XML element or query parameter. */
export function wireName(member: NormalizedSchema, fallback: string): string {
  return (member.getMergedTraits().xmlName as string | undefined) ?? fallback
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i
const NAMED_NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
}
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Converts text to the schema's kind of value; throws MalformedError if it is not one. */
export function scalarFromText(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) return booleanFromText(text)
  if (schema.isNumericSchema()) return numberFromText(text)
  if (schema.isTimestampSchema()) return dateOf(text)
  if (schema.isBlobSchema()) return bytesFromText(text)
  return text
}

function booleanFromText(text: string): boolean {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  throw new MalformedError(`Invalid boolean value: ${text}`)
}

function numberFromText(text: string): number {
  const value = NUMBER.test(text) ? Number(text) : NAMED_NUMBERS[text]
  if (value === undefined) throw new MalformedError(`Invalid number: ${text}`)
  return value
}

/** Parses a time given in milliseconds or as text. */
export function dateOf(moment: number | string): Date {
  // Some clients send epoch seconds as text.
  const date = new Date(typeof moment === 'string' && NUMBER.test(moment) ? Number(moment) * 1_000 : moment)
  if (Number.isNaN(date.getTime())) throw new MalformedError(`Invalid timestamp: ${moment}`)
  return date
}

export function bytesFromText(text: string): Buffer {
  if (!BASE64.test(text)) throw new MalformedError('Invalid base64 encoding')
  return Buffer.from(text, 'base64')
}
