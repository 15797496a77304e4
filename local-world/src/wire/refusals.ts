import {
  AwsError,
  type OperationSchema,
  type RefusalCodes,
  type WireProtocol,
  type WireService,
} from '../kernel/wire-service.ts'
import type { ServiceConstraints } from './constraints.ts'
import type { MalformedError } from './malformed-error.ts'
import { type Violation, violationsOf } from './validate.ts'

/** By protocol: what services return if they have no code of their own. */
const CODES: Readonly<Record<WireProtocol, RefusalCodes>> = {
  query: { invalid: 'ValidationError', malformed: 'MalformedInput', missing: 'MissingParameter' },
  json: { invalid: 'ValidationException', malformed: 'SerializationException' },
  'rest-json': { invalid: 'ValidationException', malformed: 'SerializationException' },
  'rest-xml': { invalid: 'InvalidInput', malformed: 'MalformedInput' },
}

const codesOf = (service: WireService, protocol: WireProtocol): RefusalCodes => ({
  ...CODES[protocol],
  ...service.refusals,
})

/** The AWS error for a request that cannot be parsed as its operation's input. */
export const malformedError = (
  service: WireService,
  protocol: WireProtocol,
  error: MalformedError,
): AwsError => new AwsError(codesOf(service, protocol).malformed, error.message)

/** Throws the error that AWS returns for an input that violates the service's model. */
export function refuseInvalid(
  service: WireService,
  protocol: WireProtocol,
  constraints: ServiceConstraints,
  operation: OperationSchema,
  input: Readonly<Record<string, unknown>>,
): void {
  const violations = violationsOf(constraints, operation.name, operation.input, input)
  const [first] = violations
  if (!first) return
  const { invalid, missing } = codesOf(service, protocol)
  if (missing !== undefined && first.value === undefined)
    throw new AwsError(missing, `The request must contain the parameter ${parameterOf(first)}`)
  const errors = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`
  throw new AwsError(invalid, `${errors} detected: ${violations.map(sentence).join('; ')}`)
}

const sentence = (violation: Violation): string => {
  const value = violation.value === undefined ? 'null' : `'${violation.value}'`
  return `Value ${value} at '${memberOf(violation)}' failed to satisfy constraint: ${violation.constraint}`
}

/** AWS names members as its Java code does: `changeBatch.changes.1.member.action`. */
const memberOf = ({ path }: Violation): string =>
  path
    .map((part) =>
      typeof part === 'number' ? `${part}.member` : part.charAt(0).toLowerCase() + part.slice(1),
    )
    .join('.')

const parameterOf = ({ path }: Violation): string =>
  path.map((part) => (typeof part === 'number' ? `member.${part}` : part)).join('.')
