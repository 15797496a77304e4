/** A statement of a bucket's policy, as far as a service's right to read depends on it. */
export interface BucketStatement {
  readonly Effect?: unknown
  readonly Principal?: unknown
  readonly Action?: unknown
  readonly Resource?: unknown
  readonly Condition?: unknown
}

export interface ServiceRead {
  readonly service: string
  readonly sourceArn: string
  readonly objectArn: string
}

/**
 * Whether a bucket's policy lets a service read an object for one resource of its own.
 *
 * Only a statement that names the service, the object and the resource (`AWS:SourceArn`) allows it. A condition of another kind
 * is not understood here, so a statement with one allows nothing.
 */
export function allowsServiceRead(statements: readonly BucketStatement[], read: ServiceRead): boolean {
  return statements.some((statement) => {
    const { Effect, Principal, Action, Resource, Condition } = statement
    return (
      Effect === 'Allow' &&
      listOf((Principal as { Service?: unknown } | undefined)?.Service).includes(read.service) &&
      listOf(Action).includes('s3:GetObject') &&
      listOf(Resource).some((pattern) => fits(pattern, read.objectArn)) &&
      isForSource(Condition, read.sourceArn)
    )
  })
}

function isForSource(condition: unknown, sourceArn: string): boolean {
  const operators = Object.entries(
    (condition ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  )
  return (
    operators.length > 0 &&
    operators.every(
      ([operator, keys]) =>
        (operator === 'StringEquals' || operator === 'ArnEquals') &&
        Object.entries(keys).every(
          ([key, value]) => key.toLowerCase() === 'aws:sourcearn' && listOf(value).includes(sourceArn),
        ),
    )
  )
}

function fits(pattern: string, arn: string): boolean {
  return pattern.endsWith('*') ? arn.startsWith(pattern.slice(0, -1)) : pattern === arn
}

function listOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string')
}
