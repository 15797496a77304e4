import type { RegionId } from '@meridian/topology'
import { type AcknowledgedWrite, firstAcknowledgements, type History } from '../history/history.ts'
import { lastFailureMs, roleChangeCalls } from './role-changes.ts'

/** What the old writer of a failover accepted from the last failure before it on. */
export interface LastWrites {
  /** The new writer. */
  readonly to: RegionId
  /** The last failure before the call; the call itself when nothing had been broken. */
  readonly fromMs: number
  /** First acknowledgement by the new writer; undefined when it accepted nothing. */
  readonly newWriterSinceMs: number | undefined
  /** Acknowledged before the new writer began. */
  readonly accepted: number
  /** Of those: what no other region had received. */
  readonly lost: number
  /** Sent before the new writer began and acknowledged after: nobody can tell which of them was stored first. */
  readonly underWay: number
}

/**
 * Writes that an old writer still accepted while it was being replaced: a primary that is cut off does not know of it
 * yet, and what it accepts then is lost. What it accepts of those sent after the new one began must not happen, and is
 * found by two-writers.ts.
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

/** A failover that was given up for another one, its target lost as well, is part of that one. */
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
