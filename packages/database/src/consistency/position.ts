import type { Row, Session } from '../connection/session.ts'
import type { Seen } from './marker.ts'

/** How far a server had come: its epoch, and all its markers in one snapshot. */
export class Position {
  readonly epoch: number
  /** Writes in all. */
  readonly sum: number
  /** Where it is from: many reads share one answer, and then one position. */
  readonly row: Row | undefined
  readonly #text: string
  #markers: readonly string[] | undefined

  constructor(row: Row | undefined) {
    this.row = row
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
  const [row] = (await session.runBehind(ASK)).rows
  const last = known.get(session)
  if (last !== undefined && last.row === row) return last
  const position = new Position(row)
  known.set(session, position)
  return position
}
