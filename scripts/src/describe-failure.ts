import { isOfAwsCall, OperationRefusedError, ToolError } from '@meridian/operator-tools'
import { EXIT, type ExitCode } from './exit-codes.ts'

/** A named error says what to do, and AWS's own what AWS refuses; anything else is a bug and shows where it happened. */
export function describeFailure(error: unknown): string {
  if (error instanceof ToolError) return `${error.code}: ${error.message}\n`
  if (isOfAwsCall(error)) return `AWS refuses this: ${error.name}: ${error.message}\n`
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
}

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof OperationRefusedError ? EXIT.refused : EXIT.failed
}
