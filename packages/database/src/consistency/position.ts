import type { Answer, Session } from '../connection/session.ts'
import type { Seen } from './marker.ts'

/** How far a server had come: its epoch, and how many writes it had in all. */
export type Position = Pick<Seen, 'epoch' | 'position'>

/** What the server of a session is known to have. It never goes back within a session and an epoch, so what is known stays true. */
export class Progress {
  #newest: Position = { epoch: 0, position: 0 }
  /** Of this epoch, of those shards that somebody has asked about. */
  readonly #markers = new Map<number, number>()
  #asked: { readonly answer: Promise<Answer>; readonly heard: Promise<Position> } | undefined

  /** A position as a mark looks at it that asks about this shard, or about none. */
  seenFor(shard: number | undefined, { epoch, position } = this.#newest): Seen {
    const isOfThisEpoch = epoch === this.#newest.epoch
    const n = shard !== undefined && isOfThisEpoch ? (this.#markers.get(shard) ?? 0) : 0
    return { epoch, position, n }
  }

  /** Takes in what a snapshot of this session's had. */
  learn({ epoch, position, n }: Seen, shard: number | undefined): void {
    this.#move({ epoch, position })
    if (shard !== undefined) this.#markers.set(shard, Math.max(this.#markers.get(shard) ?? 0, n))
  }

  /** Asks how far the server has come, behind everything that the session was asked before; many share one answer. */
  ask(session: Session): Promise<Position> {
    const answer = session.runBehind(ASK)
    if (this.#asked?.answer === answer) return this.#asked.heard
    const heard = answer.then(({ rows: [row] }) =>
      this.#move({ epoch: Number(row?.epoch ?? 0), position: Number(row?.sum ?? 0) }),
    )
    // Who asked may see its own statement fail first, and then looks no further.
    heard.catch(() => {})
    this.#asked = { answer, heard }
    return heard
  }

  /** Any other epoch counts, also a lower one: that of a writer that was replaced and now knows it is negative. */
  #move(to: Position): Position {
    if (to.epoch !== this.#newest.epoch) this.#markers.clear()
    else if (to.position <= this.#newest.position) return to
    this.#newest = to
    return to
  }
}

/** Without casts and without each shard's marker, which would take PostgreSQL twice as long as this. */
const ASK = 'select max(epoch) as epoch, sum(n) as sum from commit_markers'

const known = new WeakMap<Session, Progress>()

/** What is known of this session's server. */
export function progressOf(session: Session): Progress {
  let progress = known.get(session)
  if (progress === undefined) {
    progress = new Progress()
    known.set(session, progress)
  }
  return progress
}
