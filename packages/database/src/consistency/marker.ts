import { createHash } from 'node:crypto'

/** Rows of `commit_markers`: enough that writes do not queue for a row, few enough to read all at once. */
export const SHARDS = 32

/** What a visitor has seen or written, which a server must have to serve them. */
export interface Mark {
  readonly epoch: number
  /** This visitor's last write: its shard, and the marker's value after it. */
  readonly shard: number | undefined
  readonly n: number
  /** Total writes in the newest snapshot that this visitor has seen. */
  readonly position: number
}

/** The part of a server's snapshot that a mark is compared with. */
export interface Seen {
  readonly epoch: number
  readonly position: number
  /** The marker of the requested shard. */
  readonly n: number
}

/**
 * Whether a snapshot has everything that a mark requires.
 *
 * A snapshot of a newer epoch has everything that survived the older one, so only marks of the same epoch are compared by
 * number: after a failover that lost writes, the same numbers are reused.
 */
export function isFresh(seen: Seen, mark: Mark | undefined): boolean {
  if (mark === undefined || seen.epoch > mark.epoch) return true
  if (seen.epoch < mark.epoch) return false
  return seen.position >= mark.position && (mark.shard === undefined || seen.n >= mark.n)
}

/** The mark of a visitor who has now also seen this snapshot. */
export function afterReading(mark: Mark | undefined, { epoch, position }: Seen): Mark {
  if (mark === undefined || mark.epoch < epoch) return { epoch, shard: undefined, n: 0, position }
  // A snapshot from a reader that is behind never moves a mark back.
  if (mark.epoch > epoch || mark.position >= position) return mark
  return { ...mark, position }
}

/** The mark of a visitor who has now also written. */
export function afterWriting(
  mark: Mark | undefined,
  written: { readonly epoch: number; readonly shard: number; readonly n: number },
): Mark {
  const position = mark !== undefined && mark.epoch === written.epoch ? mark.position : 0
  return { ...written, position }
}

/** A visitor's writes stay in one shard, so one number covers all of them. */
export function shardFor(mark: Mark | undefined, key: string): number {
  return mark?.shard ?? createHash('sha1').update(key).digest().readUInt16BE(0) % SHARDS
}
