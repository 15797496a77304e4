/** Base of everything the world throws on purpose. `isYours` separates a mistake in configuration or use from a bug of ours. */
export class WorldError extends Error {
  readonly code: string
  readonly isYours: boolean

  constructor(
    code: string,
    message: string,
    options: { readonly isYours: boolean; readonly cause?: unknown },
  ) {
    super(message, { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.isYours = options.isYours
  }
}

/** A request for a failure that cannot be injected. */
export class FailureRefusedError extends WorldError {
  constructor(message: string) {
    super('MERIDIAN_FAILURE_REFUSED', message, { isYours: true })
  }
}
