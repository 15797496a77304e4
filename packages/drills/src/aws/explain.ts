import { AwsUnreachableError } from '../errors.ts'
import type { TargetDescription } from '../target/target.ts'

/**
 * Turns the three ways in which an SDK call fails before it reaches AWS into an error that says what to do.
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
  if (isConnectionFault(error)) return new AwsUnreachableError(unreachable(error, target), { cause: error })
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

const CONNECTION_FAULTS = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'ECONNRESET',
  'EHOSTUNREACH',
])

const codeOf = (error: Error) => ('code' in error ? String(error.code) : '')

function isConnectionFault(error: Error): boolean {
  return CONNECTION_FAULTS.has(codeOf(error)) || /ECONNREFUSED|ENOTFOUND/.test(error.message)
}

function unreachable(error: Error, { name, endpoint }: Pick<TargetDescription, 'name' | 'endpoint'>): string {
  const reason = codeOf(error) || error.message
  return name === 'local'
    ? `The world's control endpoint ${endpoint} does not answer (${reason}). The world may have stopped: start it with npm start.`
    : `AWS cannot be reached from here (${reason}). Check the network, the proxy variables and AWS_REGION.`
}
