import type { Row, Session } from '../connection/session.ts'
import type { DatabaseIdentity } from '../identity.ts'
import { isFresh, type Mark, type Seen } from './marker.ts'
import { askPosition, knownPosition } from './position.ts'
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
 * A server never goes back within a session. So where it has once had what the mark asks for, the statement runs as it is, and the
 * server is asked how far it has come behind it: once for all reads of a turn, which is what makes tokens cheap under load. The
 * answer to that is of a later snapshot, hence a mark may ask for a little more than its visitor has seen, and never for less.
 * Elsewhere the statement itself has to say what its snapshot had.
 */
export async function readAt(
  session: Session,
  statement: Statement,
  mark: Mark | undefined,
): Promise<Snapshot> {
  const known = knownPosition(session)
  if (known !== undefined && isFresh(known.seenFor(mark?.shard), mark)) {
    const [{ rows }, position] = await Promise.all([
      session.run(statement.sql, statement.parameters),
      askPosition(session),
    ])
    return { rows, seen: position.seenFor(mark?.shard), servedBy: session.identity }
  }
  // For those who come next. Whoever reads now has no use for it, nor for its failure.
  askPosition(session).catch(() => {})
  const { sql, parameters } = withMarkers(statement, mark?.shard ?? 0)
  return { ...readSnapshot(await session.run(sql, parameters)), servedBy: session.identity }
}
