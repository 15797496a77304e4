import { WorldError } from '../kernel/errors.ts'

/** No injected failure has this id. */
export class FailureNotFoundError extends WorldError {
  constructor(id: string, known: readonly string[]) {
    super(
      'MERIDIAN_FAILURE_NOT_FOUND',
      `No injected failure has the id "${id}"; under way are: ${known.join(', ') || 'none'}`,
      { isYours: true },
    )
  }
}
