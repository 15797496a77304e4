/** A link was requested, but this checkout has no running console. */
export class NoConsoleRunningError extends Error {
  override readonly name = 'NoConsoleRunningError'
  readonly code = 'MERIDIAN_CONSOLE_NOT_RUNNING'

  constructor(reason: string, options?: ErrorOptions) {
    super(
      `No console runs here: ${reason}. Start a world with npm start, or a console of an account with: npm run console -- --target aws --outputs outputs.json`,
      options,
    )
  }
}
