import type { AcknowledgedWrite, History } from '../history/history.ts'

export interface LostWrites {
  readonly acknowledged: number
  /** Each named, in order of acknowledgement. */
  readonly lost: readonly AcknowledgedWrite[]
  /** Acknowledged, and never asked for at the end: nobody knows. */
  readonly unjudged: number
}

/** Writes that were acknowledged and that the last sweep did not find. */
export function findLostWrites({ acknowledged, missing, swept }: History): LostWrites {
  const byId = new Map<string, AcknowledgedWrite>()
  for (const write of acknowledged) if (!byId.has(write.id)) byId.set(write.id, write)
  const writes = [...byId.values()]
  return {
    acknowledged: writes.length,
    lost: writes.filter(({ id }) => missing.has(id)),
    unjudged: writes.filter(({ id }) => !swept.has(id)).length,
  }
}
