import { styleText } from 'node:util'

interface CodedError extends Error {
  readonly code?: unknown
  readonly isYours?: unknown
}

/**
 * Prints what went wrong for a person and returns the exit code. An error of theirs is a sentence; one of ours comes
 * with its stack, for the person who fixes it.
 */
export function reportError(
  error: unknown,
  write: (text: string) => void = (text) => process.stderr.write(text),
): number {
  const coded = error as CodedError
  const code = typeof coded?.code === 'string' ? ` ${styleText('dim', coded.code)}` : ''
  const message = error instanceof Error ? error.message : String(error)
  write(`${styleText('red', '✖')} ${message}${code}\n`)
  if (coded?.isYours === false && coded.stack) write(`${styleText('dim', coded.stack)}\n`)
  return 1
}
