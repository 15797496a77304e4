import type { RegionId } from '@meridian/topology'
import type { AcknowledgedWrite, History } from '../history/history.ts'
import { roleChangeCalls } from './role-changes.ts'

export interface WriteByTheOldWriter {
  readonly id: string
  readonly writerRegion: string
  readonly sentMs: number
  /** The first write that the new writer had acknowledged by then. */
  readonly newWriterSinceMs: number
  readonly newWriter: RegionId
}

/** A stretch of the history from one role change that somebody asked for to the next. */
interface Reign {
  readonly fromMs: number
  readonly untilMs: number
  readonly writer: RegionId
}

/**
 * Writes that somebody else than the new writer accepted although they were sent after it had accepted its first.
 * Only real order counts: a write that was under way when the new writer began is no proof.
 */
export function findWritesByTheOldWriter(history: History): readonly WriteByTheOldWriter[] {
  return reignsOf(history).flatMap((reign, index, reigns) => {
    const later = reigns.slice(index + 1)
    const within = history.acknowledged.filter(
      ({ sentMs }) => sentMs >= reign.fromMs && sentMs < reign.untilMs,
    )
    const first = within.find(({ writerRegion }) => writerRegion === reign.writer)
    if (!first) return []
    return within
      .filter(({ writerRegion, sentMs }) => writerRegion !== reign.writer && sentMs > first.ackMs)
      .filter((write) => !isByALater(write, later))
      .map((write) => toFinding(write, first.ackMs, reign.writer))
  })
}

/** A write may wait for a role change, for another one too if that comes to nothing, and is accepted by whom it makes the writer. */
function isByALater({ writerRegion, ackMs }: AcknowledgedWrite, later: readonly Reign[]): boolean {
  return later.some(({ writer, fromMs }) => writer === writerRegion && ackMs >= fromMs)
}

function toFinding(write: AcknowledgedWrite, newWriterSinceMs: number, newWriter: RegionId) {
  return {
    id: write.id,
    writerRegion: write.writerRegion ?? write.database,
    sentMs: write.sentMs,
    newWriterSinceMs,
    newWriter,
  }
}

/** Until the first change is asked for, the writer is the server that acknowledged the first write. */
function reignsOf(history: History): readonly Reign[] {
  const begin = history.acknowledged[0]?.writerRegion
  const starts = [
    ...(begin ? [{ fromMs: 0, writer: begin }] : []),
    ...roleChangeCalls(history).map(({ calledMs, to }) => ({ fromMs: calledMs, writer: to })),
  ]
  return starts.map(({ fromMs, writer }, index) => ({
    fromMs,
    writer,
    untilMs: starts[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY,
  }))
}
