import { WorldError } from '../kernel/errors.ts'

/** A fault that cannot be injected as it was asked for. */
export class FaultRefused extends WorldError {
  constructor(message: string) {
    super('MERIDIAN_FAULT_REFUSED', message, { isYours: true })
  }
}

/** No fault has this id. */
export class FaultNotFound extends WorldError {
  constructor(id: string, known: readonly string[]) {
    super(
      'MERIDIAN_FAULT_NOT_FOUND',
      `No fault has the id "${id}"; under way are: ${known.join(', ') || 'none'}`,
      { isYours: true },
    )
  }
}
