import { isOfAwsCall } from '../aws/explain.ts'
import { OperationRefusedError } from '../errors.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'

/**
 * A named error says what to do, whichever project it is of and whichever thread it comes from; AWS's own says what AWS refuses.
 * Anything else is a bug and shows where it happened.
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
  /** False for a bug of ours: the person who fixes it needs to know where it happened. */
  readonly isYours?: boolean
  /** What was typed names something that does not exist. */
  readonly isWrongUse?: boolean
}

/** Of a worker thread, only an error's code and words arrive, not its class. */
function isNamed(error: unknown): error is NamedError {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return typeof code === 'string' && code.startsWith('MERIDIAN_')
}
