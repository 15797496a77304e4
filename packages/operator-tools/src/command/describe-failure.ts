import { isOfAwsCall } from '../aws/explain.ts'
import { OperationRefusedError } from '../errors.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'

/**
 * A named error, from any project or thread, says what to do; an AWS error says what AWS refuses.
 * Anything else is a bug and is shown with its stack trace.
 */
export function describeFailure(error: unknown): string {
  if (isNamed(error))
    return `${error.code}: ${error.message}\n${error.isYours === false ? `${error.stack}\n` : ''}`
  if (isOfAwsCall(error)) return `AWS refuses this: ${error.name}: ${error.message}\n`
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
}

export function exitCodeOf(error: unknown): ExitCode {
  if ((error as Partial<NamedError> | undefined)?.isWrongUse) return EXIT.wrongUse
  return error instanceof OperationRefusedError ? EXIT.refused : EXIT.failed
}

interface NamedError extends Error {
  readonly code: string
  /** False for a bug in this project, which is shown with its stack trace. */
  readonly isYours?: boolean
  /** The arguments name something that does not exist. */
  readonly isWrongUse?: boolean
}

/** From a worker thread only an error's code and message arrive, not its class. */
function isNamed(error: unknown): error is NamedError {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return typeof code === 'string' && code.startsWith('MERIDIAN_')
}
