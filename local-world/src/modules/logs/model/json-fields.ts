/** The fields of an event that is a JSON object; undefined for any other event. */
export function parseFields(message: string): Readonly<Record<string, unknown>> | undefined {
  if (!message.startsWith('{')) return undefined
  try {
    return JSON.parse(message) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}

/** A field by its path, `err.code` or `items[0].id`; undefined if it does not exist. */
export function fieldIn(fields: unknown, path: string): unknown {
  let value = fields
  for (const step of path.split(/[.[\]]+/)) {
    if (step === '') continue
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[step]
  }
  return value
}
