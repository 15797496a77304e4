/** Replaces personal data in logs. */
export const REDACTED = '[redacted]'

/** Names of fields with personal data, in any object. */
export const PERSONAL_FIELDS: ReadonlySet<string> = new Set([
  'name',
  'givenName',
  'familyName',
  'email',
  'phone',
  'postalAddress',
  'birthDate',
  'message',
  'note',
  'authorization',
  'cookie',
  'password',
  'ip',
  'remoteAddress',
])

const EMAIL = /[\w.+-]+@[\w-]+\.[\w.-]+/g
/** Nine digits or more, as phone numbers are written; shorter runs are ports, counts and status codes. Times are not phone numbers. */
const PHONE = /(?<!\d)\+?(?!\d{4}-\d\d-\d\d[ T]\d\d:)\d(?:[\s().-]?\d){8,}/g

/** Removes what looks like an address or a telephone number from free text, such as a database's error message. */
export function scrubText(text: string): string {
  return text.replace(EMAIL, REDACTED).replace(PHONE, REDACTED)
}

/** Deeper values are cut off: neither log lines nor embedded metrics need more. */
const MAX_DEPTH = 6

/** Copies a value without personal fields; a value without any is returned as it is. */
export function redactPersonalFields(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date || value instanceof Error) return value
  if (depth >= MAX_DEPTH) return '[deeper]'
  if (Array.isArray(value)) return value.map((item) => redactPersonalFields(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      PERSONAL_FIELDS.has(key) ? REDACTED : redactPersonalFields(field, depth + 1),
    ]),
  )
}
