/** A problem of the console that has a name; `code` is stable and listed in docs/errors.md. */
export class ConsoleError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** A link was asked for, and no console answers in this checkout. */
export class NoConsoleRunningError extends ConsoleError {
  constructor(reason: string, options?: ErrorOptions) {
    super(
      'MERIDIAN_CONSOLE_NOT_RUNNING',
      `No console runs here: ${reason}. Start a world with npm start, or a console of an account with: npm run console -- --target aws --outputs outputs.json`,
      options,
    )
  }
}
