/** A problem known to this service; `code` is stable and listed in docs/errors.md. */
class FrontendError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** The API gave no usable answer in time, even after a retry. */
export class ApiUnavailableError extends FrontendError {
  readonly retryAfterSeconds: number

  constructor(what: string, retryAfterSeconds: number, cause?: unknown) {
    super(
      'MERIDIAN_FRONTEND_API_UNAVAILABLE',
      `${what}; wanted a successful answer. Check marketing-api's tasks and target health in this region.`,
      { cause },
    )
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The API's answer has a shape that this version does not know. */
export class ApiAnswerInvalidError extends FrontendError {
  constructor(path: string, problems: string) {
    super(
      'MERIDIAN_FRONTEND_API_ANSWER_INVALID',
      `The answer of ${path} does not have the agreed shape: ${problems}. Deploy a frontend that knows this API version.`,
    )
  }
}
