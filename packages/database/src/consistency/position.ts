import type { Row, Session } from '../connection/session.ts'
import type { Seen } from './marker.ts'

/** How far a server had come: its epoch, and all its markers in one snapshot. */
export class Position {
  readonly epoch: number
  /** Writes in all. */
  readonly sum: number
  readonly #text: string
  #markers: readonly string[] | undefined

  constructor(row: Row | undefined) {
    this.epoch = Number(row?.epoch ?? 0)
    this.sum = Number(row?.sum ?? 0)
    this.#text = String(row?.markers ?? '')
  }

  /** As a mark looks at it that asks about this shard, or about none. */
  seenFor(shard: number | undefined): Seen {
    return { epoch: this.epoch, position: this.sum, n: shard === undefined ? 0 : this.#marker(shard) }
  }

  #marker(shard: number): number {
    this.#markers ??= this.#text.split(' ')
    return Number(this.#markers[shard] ?? 0)
  }
}

const ASK = `select max(epoch)::float8 as epoch, sum(n)::float8 as sum,
  string_agg(n::text, ' ' order by shard) as markers from commit_markers`

const known = new WeakMap<Session, Position>()

/** What this session's server was known to have when it was last asked; whatever the session is asked from now on has it too. */
export function knownPosition(session: Session): Position | undefined {
  return known.get(session)
}

/** Asks how far the server has come, behind everything that the session was asked before. */
export async function askPosition(session: Session): Promise<Position> {
  const { rows } = await session.runBehind(ASK)
  const position = new Position(rows[0])
  known.set(session, position)
  return position
}
