import { isOfAwsCall } from '../aws/explain.ts'
import { OperationRefusedError } from '../errors.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'

/**
 * A named error of any project or thread says what to do, and AWS's own what AWS refuses. Anything else is a bug and shows where it
 * happened, as a named one does that is not the caller's mistake (`isYours` is false).
 */
export function describeFailure(error: unknown): string {
  if (isNamed(error))
    return `${error.code}: ${error.message}\n${error.isYours === false ? `${error.stack}\n` : ''}`
  if (isOfAwsCall(error)) return `AWS refuses this: ${error.name}: ${error.message}\n`
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
}

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof OperationRefusedError ? EXIT.refused : EXIT.failed
}

/** Of a worker thread, only an error's code and words arrive, not its class. */
function isNamed(error: unknown): error is Error & { readonly code: string; readonly isYours?: boolean } {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return typeof code === 'string' && code.startsWith('MERIDIAN_')
}
