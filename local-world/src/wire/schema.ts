import { NormalizedSchema } from '@smithy/core/schema'
import type { OperationSchema } from '../kernel/wire-service.ts'

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

/** Names of the members that a request must have; the schema lists required members first and counts them. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  const raw = schema.getSchema()
  if (!Array.isArray(raw)) return []
  const names = raw[4] as readonly string[] | undefined
  const requiredCount = (raw as readonly unknown[])[6] as number | undefined
  return names?.slice(0, requiredCount ?? 0) ?? []
}

/** The name an XML element or query parameter has for a member. */
export function wireName(member: NormalizedSchema, fallback: string): string {
  return (member.getMergedTraits().xmlName as string | undefined) ?? fallback
}

/** Text from the wire as the schema's own kind of value. */
export function scalarFromText(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) return text === 'true'
  if (schema.isNumericSchema()) return Number(text)
  if (schema.isTimestampSchema()) return new Date(text)
  if (schema.isBlobSchema()) return Buffer.from(text, 'base64')
  return text
}
