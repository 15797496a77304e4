import type { Row, Session } from '../connection/session.ts'
import type { DatabaseIdentity } from '../identity.ts'
import { isFresh, type Mark, type Seen } from './marker.ts'
import { progressOf } from './position.ts'
import { readSnapshot, type Statement, withMarkers } from './snapshot.ts'

/** What a server answered, and how far it was. */
export interface Snapshot {
  readonly rows: readonly Row[]
  /** Of this snapshot, or of one a moment later. */
  readonly seen: Seen
  readonly servedBy: DatabaseIdentity
}

/**
 * Reads at one server and reports what it had.
 *
 * A server never goes back within a session. So if it is known to have what the mark requires, the statement runs unchanged, and
 * the server's position is asked behind it: once for all reads of a turn, which makes tokens cheap under load. That answer is of
 * a later snapshot, so a mark may require slightly more than its visitor has seen, but never less.
 * Otherwise the statement itself reports what its snapshot had, and later reads benefit from it.
 */
export async function readAt(
  session: Session,
  statement: Statement,
  mark: Mark | undefined,
): Promise<Snapshot> {
  const progress = progressOf(session)
  const shard = mark?.shard
  if (isFresh(progress.seenFor(shard), mark)) {
    const running = session.run(statement.sql, statement.parameters)
    const asked = progress.ask(session)
    const { rows } = await running
    return { rows, seen: progress.seenFor(shard, await asked), servedBy: session.identity }
  }
  const { sql, parameters } = withMarkers(statement, shard ?? 0)
  const { rows, seen } = readSnapshot(await session.run(sql, parameters))
  progress.learn(seen, shard)
  return { rows, seen, servedBy: session.identity }
}
