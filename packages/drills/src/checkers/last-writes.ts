import type { RegionId } from '@meridian/topology'
import { type AcknowledgedWrite, firstAcknowledgements, type History } from '../history/history.ts'
import { lastFailureMs, roleChangeCalls } from './role-changes.ts'

/** What the old writer of a failover accepted after the last failure before the call. */
export interface LastWrites {
  /** The new writer. */
  readonly to: RegionId
  /** The last failure before the call; the call itself when nothing had been broken. */
  readonly fromMs: number
  /** First acknowledgement by the new writer; undefined when it accepted nothing. */
  readonly newWriterSinceMs: number | undefined
  /** Acknowledged before the new writer began. */
  readonly accepted: number
  /** How many of those no other region had received. */
  readonly lost: number
  /** Sent before the new writer began and acknowledged after: their order cannot be known. */
  readonly underWay: number
}

/**
 * Writes that an old writer still accepted while it was being replaced: a primary that is cut off does not know it yet,
 * and what it accepts is lost. Writes sent after the new writer began must not be accepted by the old one;
 * two-writers.ts finds those.
 */
export function countLastWrites(history: History): readonly LastWrites[] {
  const rows = firstAcknowledgements(history)
  return failoversOf(history, rows).map(({ to, fromMs, untilMs, newWriterSinceMs }) => {
    const beganMs = newWriterSinceMs ?? untilMs
    const byTheOld = rows.filter(
      ({ writerRegion, ackMs, sentMs }) =>
        writerRegion !== to && ackMs > fromMs && ackMs < untilMs && sentMs <= beganMs,
    )
    const accepted = byTheOld.filter(({ ackMs }) => ackMs < beganMs)
    const lost = accepted.filter(({ id }) => history.missing.has(id))
    const underWay = byTheOld.length - accepted.length
    return { to, fromMs, newWriterSinceMs, accepted: accepted.length, lost: lost.length, underWay }
  })
}

interface Failover extends Pick<LastWrites, 'to' | 'fromMs' | 'newWriterSinceMs'> {
  /** The next change of writer. */
  readonly untilMs: number
}

/** A failover abandoned for another one, because its target was lost too, counts as part of that one. */
function failoversOf(history: History, rows: readonly AcknowledgedWrite[]): readonly Failover[] {
  const changes = roleChangeCalls(history)
  const failovers: Failover[] = []
  let givenUp: Failover | undefined
  for (const [index, { action, to, calledMs }] of changes.entries()) {
    if (action !== 'failover') continue
    const next = changes[index + 1]
    const untilMs = next?.calledMs ?? Number.POSITIVE_INFINITY
    const fromMs = givenUp?.fromMs ?? lastFailureMs(history, calledMs) ?? calledMs
    const isByIt = ({ writerRegion, ackMs }: AcknowledgedWrite) =>
      writerRegion === to && ackMs >= calledMs && ackMs < untilMs
    const failover = { to, fromMs, untilMs, newWriterSinceMs: rows.find(isByIt)?.ackMs }
    const isGivenUp = failover.newWriterSinceMs === undefined && next?.action === 'failover'
    givenUp = isGivenUp ? failover : undefined
    if (!isGivenUp) failovers.push(failover)
  }
  return failovers
}
