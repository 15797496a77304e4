import { AwsCallTimedOutError } from '@meridian/aws-clients'
import { AwsUnreachableError } from '../errors.ts'
import type { TargetDescription } from '../target/target.ts'

/**
 * Turns an SDK call's failure to reach AWS into an error that says what to do.
 *
 * Anything else, such as an access-denied response, is already clear and is returned unchanged.
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

/** Runs AWS calls and explains their errors. */
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

/** Whether a call timed out after it reached, or may have reached, its target: a region may be lost, not AWS. */
export function isAnswerOverdue(error: unknown): error is Error {
  if (error instanceof AwsCallTimedOutError) return true
  return isOfAwsCall(error) && error.name === 'TimeoutError' && !CONNECTION_ERRORS.has(codeOf(error))
}

/** The SDK attaches metadata to every error of a call, with or without a response. */
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
