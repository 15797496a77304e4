import type { NormalizedSchema } from '@smithy/core/schema'

const MILLISECONDS_PER_SECOND = 1_000

/** A JSON body as the operation's input: epoch seconds become dates, base64 becomes bytes. */
export function decodeJson(schema: NormalizedSchema, value: unknown): unknown {
  return walk(schema, value, (leaf, content) => {
    if (leaf.isTimestampSchema()) return new Date(Number(content) * MILLISECONDS_PER_SECOND)
    if (leaf.isBlobSchema()) return Buffer.from(String(content), 'base64')
    return content
  })
}

/** An output as JSON values: dates become epoch seconds, bytes base64; members the schema does not know are left out. */
export function encodeJson(schema: NormalizedSchema, value: unknown): unknown {
  return walk(schema, value, (leaf, content) => {
    if (leaf.isTimestampSchema()) return new Date(content as Date).getTime() / MILLISECONDS_PER_SECOND
    if (leaf.isBlobSchema()) return Buffer.from(content as Uint8Array).toString('base64')
    return content
  })
}

function walk(
  schema: NormalizedSchema,
  value: unknown,
  leaf: (schema: NormalizedSchema, value: unknown) => unknown,
): unknown {
  if (value === undefined || value === null) return value
  if (schema.isListSchema())
    return (value as unknown[]).map((item) => walk(schema.getValueSchema(), item, leaf))
  if (schema.isMapSchema())
    return Object.fromEntries(
      Object.entries(value as object).map(([key, item]) => [key, walk(schema.getValueSchema(), item, leaf)]),
    )
  if (!schema.isStructSchema()) return leaf(schema, value)
  const members: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const content = (value as Record<string, unknown>)[name]
    if (content !== undefined) members[name] = walk(member, content, leaf)
  }
  return members
}
