import { AwsCallTimedOutError } from '@meridian/aws-clients'
import { AwsUnreachableError } from '../errors.ts'
import type { TargetDescription } from '../target/target.ts'

/**
 * Turns the ways in which an SDK call fails before it reaches AWS into an error that says what to do.
 *
 * Anything else, such as an answer that denies access, already says what it means and is returned as it is.
 */
export function explainAwsError(
  error: unknown,
  target: Pick<TargetDescription, 'name' | 'endpoint'>,
): unknown {
  if (!(error instanceof Error)) return error
  const { message } = error
  if (message.includes('Region is missing'))
    return new AwsUnreachableError('The AWS SDK knows no region. Set one with: export AWS_REGION=us-east-1', {
      cause: error,
    })
  if (error.name === 'CredentialsProviderError' || message.includes('Could not load credentials'))
    return new AwsUnreachableError(
      'The AWS SDK found no credentials. Log in (aws sso login), or set AWS_PROFILE, and run this again.',
      { cause: error },
    )
  if (isAnswerOverdue(error)) return new AwsUnreachableError(overdue(error, target), { cause: error })
  if (isConnectionError(error)) return new AwsUnreachableError(unreachable(error, target), { cause: error })
  return error
}

/** Runs AWS calls with their errors explained. */
export async function withAwsErrorsExplained<Value>(
  target: Pick<TargetDescription, 'name' | 'endpoint'>,
  call: () => Promise<Value>,
): Promise<Value> {
  try {
    return await call()
  } catch (error) {
    throw explainAwsError(error, target)
  }
}

/** Whether something was reached, or might have been, and did not answer in time: one region may be gone, not AWS. */
export function isAnswerOverdue(error: unknown): error is Error {
  if (error instanceof AwsCallTimedOutError) return true
  return isOfAwsCall(error) && error.name === 'TimeoutError' && !CONNECTION_ERRORS.has(codeOf(error))
}

/** The SDK gives every error of a call its metadata, whether or not an answer came. */
export function isOfAwsCall(error: unknown): error is Error {
  return error instanceof Error && '$metadata' in error
}

const CONNECTION_ERRORS = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
])

const codeOf = (error: Error) => ('code' in error ? String(error.code) : '')

function isConnectionError(error: Error): boolean {
  return CONNECTION_ERRORS.has(codeOf(error)) || /ECONNREFUSED|ENOTFOUND/.test(error.message)
}

function overdue(
  { message }: Error,
  { name, endpoint }: Pick<TargetDescription, 'name' | 'endpoint'>,
): string {
  return name === 'local'
    ? `The world's control endpoint ${endpoint} was asked and did not answer in time (${message}). Look at the world's terminal, or start it again with npm start.`
    : `AWS was asked and did not answer in time (${message}). The region's control plane may be gone: see the AWS Health Dashboard, and go on in another region.`
}

function unreachable(error: Error, { name, endpoint }: Pick<TargetDescription, 'name' | 'endpoint'>): string {
  const reason = codeOf(error) || error.message
  return name === 'local'
    ? `The world's control endpoint ${endpoint} does not answer (${reason}). The world may have stopped: start it with npm start.`
    : `AWS cannot be reached from here (${reason}). Check the network, the proxy variables and AWS_REGION.`
}
