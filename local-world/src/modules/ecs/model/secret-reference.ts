export interface SecretReference {
  readonly arn: string
  /** Selects one value of a secret that is a JSON object. */
  readonly jsonKey: string | undefined
}

/** An ARN has seven parts; ECS adds `:json-key:version-stage:version-id`. */
const ARN_PARTS = 7

export function parseSecretReference(valueFrom: string): SecretReference {
  const parts = valueFrom.split(':')
  const jsonKey = parts[ARN_PARTS]
  return { arn: parts.slice(0, ARN_PARTS).join(':'), jsonKey: jsonKey === '' ? undefined : jsonKey }
}

/** The value for a variable; throws if the key is missing. */
export function selectSecretValue(reference: SecretReference, secretString: string): string {
  if (reference.jsonKey === undefined) return secretString
  const value = valueAt(secretString, reference.jsonKey)
  if (value !== undefined) return typeof value === 'string' ? value : JSON.stringify(value)
  throw new Error(`retrieved secret from Secrets Manager did not contain json key ${reference.jsonKey}`)
}

function valueAt(json: string, key: string): unknown {
  try {
    return (JSON.parse(json) as Record<string, unknown>)[key]
  } catch {
    return undefined
  }
}
