/** The command was called with invalid arguments; nothing was written. */
export class WrongUseError extends Error {
  override readonly name = 'WrongUseError'
}
