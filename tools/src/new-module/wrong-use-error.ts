/** The command was called in a way that it cannot serve; nothing was written. */
export class WrongUseError extends Error {
  override readonly name = 'WrongUseError'
}
