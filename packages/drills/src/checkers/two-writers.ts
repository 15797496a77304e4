import type { RegionId } from '@meridian/topology'
import type { AcknowledgedWrite, History } from '../history/history.ts'
import { roleChangeCalls } from './role-changes.ts'

export interface WriteByTheOldWriter {
  readonly id: string
  readonly writerRegion: string
  readonly sentMs: number
  /** When the new writer's first write had been acknowledged. */
  readonly newWriterSinceMs: number
  readonly newWriter: RegionId
}

/** The history between two role changes. */
interface Reign {
  readonly fromMs: number
  readonly untilMs: number
  readonly writer: RegionId
}

/**
 * Writes accepted by a server other than the new writer although they were sent after it had accepted its first.
 * Only real order counts: a write under way when the new writer began proves nothing.
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

/** A write may wait for a role change, or for a later one if that fails, and is then accepted by the new writer. */
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

/** Until the first change, the writer is the server that acknowledged the first write. */
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
