import type { Row, Session } from '../connection/session.ts'
import type { DatabaseIdentity } from '../identity.ts'
import { isFresh, type Mark, type Seen } from './marker.ts'
import { progressOf } from './position.ts'
import { readSnapshot, type Statement, withMarkers } from './snapshot.ts'

/** What a server answered, and how far it had come. */
export interface Snapshot {
  readonly rows: readonly Row[]
  /** Of this snapshot, or of one a moment later. */
  readonly seen: Seen
  readonly servedBy: DatabaseIdentity
}

/**
 * Reads at one server, and says what that server had.
 *
 * A server never goes back within a session. So where it is known to have what the mark asks for, the statement runs as it is, and
 * the server is asked how far it has come behind it: once for all reads of a turn, which is what makes tokens cheap under load. The
 * answer to that is of a later snapshot, hence a mark may ask for a little more than its visitor has seen, and never for less.
 * Elsewhere the statement itself has to say what its snapshot had, and those who come next profit from it.
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
