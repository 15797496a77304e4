import { type AcknowledgedWrite, firstAcknowledgements, type History } from '../history/history.ts'

export interface LostWrites {
  readonly acknowledged: number
  /** In order of acknowledgement. */
  readonly lost: readonly AcknowledgedWrite[]
  /** Acknowledged but never swept: unknown. */
  readonly unjudged: number
}

/** Acknowledged writes that the last sweep did not find. */
export function findLostWrites(history: History): LostWrites {
  const writes = firstAcknowledgements(history)
  return {
    acknowledged: writes.length,
    lost: writes.filter(({ id }) => history.missing.has(id)),
    unjudged: writes.filter(({ id }) => !history.swept.has(id)).length,
  }
}
