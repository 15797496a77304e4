/** Property values as they travel between the program and an engine: JSON, with marked objects for secrets and references. */
export type PropertyMap = Readonly<Record<string, unknown>>

// Pulumi's own constants (sdk/nodejs/runtime/rpc.ts); every engine and language host has the same.
const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d'
const SECRET_SIGNATURE = '1b47061264138c4ac30d75fd1eb44270'
const RESOURCE_SIGNATURE = '5cf8f73096256a8f31e491e813e4eb8e'

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasSignature(value: unknown, signature: string): value is Record<string, unknown> {
  return isObject(value) && value[SIGNATURE_KEY] === signature
}

/** Marks a value so that the program sees a secret Output. */
export function markSecret(value: unknown): unknown {
  return hasSignature(value, SECRET_SIGNATURE) ? value : { [SIGNATURE_KEY]: SECRET_SIGNATURE, value }
}

/** True if the value is a secret or contains one. */
export function holdsSecret(value: unknown): boolean {
  if (hasSignature(value, SECRET_SIGNATURE)) return true
  if (Array.isArray(value)) return value.some(holdsSecret)
  return isObject(value) && Object.values(value).some(holdsSecret)
}

/** The plain value: secrets unwrapped, resources replaced by their ids, nulls in objects left out. */
function plainValue(value: unknown): unknown {
  if (hasSignature(value, SECRET_SIGNATURE)) return plainValue(value.value)
  if (hasSignature(value, RESOURCE_SIGNATURE))
    return value.id === undefined ? value.urn : plainValue(value.id)
  if (Array.isArray(value)) return value.map(plainValue)
  return isObject(value) ? plainMap(value) : value
}

/** `plainValue` of every property. */
export function plainMap(properties: PropertyMap): Record<string, unknown> {
  const entries = Object.entries(properties)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => [key, plainValue(value)] as const)
  return Object.fromEntries(entries)
}

/** Paths of secrets: the names of properties that are secret, and JSON pointers into those that contain one. */
export function secretNames(properties: PropertyMap): readonly string[] {
  return Object.entries(properties)
    .flatMap(([key, value]) =>
      hasSignature(value, SECRET_SIGNATURE) ? [key] : pointersTo(value, `/${pointerPart(key)}`),
    )
    .sort()
}

/** The property that contains a secret, from an entry of `secretNames`. */
export function outermostName(secret: string): string {
  if (!secret.startsWith('/')) return secret
  const [first = ''] = secret.slice(1).split('/')
  return first.replaceAll('~1', '/').replaceAll('~0', '~')
}

function pointersTo(value: unknown, pointer: string): readonly string[] {
  if (hasSignature(value, SECRET_SIGNATURE)) return [pointer]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => pointersTo(inner, `${pointer}/${pointerPart(key)}`))
}

function pointerPart(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** What protobuf's Struct can carry: `undefined` left out, everything else as JSON. */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutUndefined(item) ?? null)
  if (!isObject(value)) return value
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutUndefined(item)]))
}
