import type { Answer, Session } from '../connection/session.ts'
import type { Seen } from './marker.ts'

/** How far a server was: its epoch and its total number of writes. */
export type Position = Pick<Seen, 'epoch' | 'position'>

/** What a session's server is known to have. It never goes back within a session and an epoch, so this stays true. */
export class Progress {
  #newest: Position = { epoch: 0, position: 0 }
  /** Of this epoch, for the shards requested so far. */
  readonly #markers = new Map<number, number>()
  #asked: { readonly answer: Promise<Answer>; readonly heard: Promise<Position> } | undefined

  /** A position in the form that a mark for this shard, or none, is compared with. */
  seenFor(shard: number | undefined, { epoch, position } = this.#newest): Seen {
    const isOfThisEpoch = epoch === this.#newest.epoch
    const n = shard !== undefined && isOfThisEpoch ? (this.#markers.get(shard) ?? 0) : 0
    return { epoch, position, n }
  }

  /** Records what a snapshot of this session had. */
  learn({ epoch, position, n }: Seen, shard: number | undefined): void {
    this.#move({ epoch, position })
    if (shard !== undefined) this.#markers.set(shard, Math.max(this.#markers.get(shard) ?? 0, n))
  }

  /** Asks how far the server is, after all earlier statements of the session; many callers share one answer. */
  ask(session: Session): Promise<Position> {
    const answer = session.runBehind(ASK)
    if (this.#asked?.answer === answer) return this.#asked.heard
    const heard = answer.then(({ rows: [row] }) =>
      this.#move({ epoch: Number(row?.epoch ?? 0), position: Number(row?.sum ?? 0) }),
    )
    // The caller's own statement may fail first, and then nothing handles this.
    heard.catch(() => {})
    this.#asked = { answer, heard }
    return heard
  }

  /** Any other epoch counts, even a lower one: a writer that learns of its replacement negates its epoch. */
  #move(to: Position): Position {
    if (to.epoch !== this.#newest.epoch) this.#markers.clear()
    else if (to.position <= this.#newest.position) return to
    this.#newest = to
    return to
  }
}

/** Without casts and per-shard markers, which would take PostgreSQL twice as long. */
const ASK = 'select max(epoch) as epoch, sum(n) as sum from commit_markers'

const known = new WeakMap<Session, Progress>()

/** What is known about this session's server. */
export function progressOf(session: Session): Progress {
  let progress = known.get(session)
  if (progress === undefined) {
    progress = new Progress()
    known.set(session, progress)
  }
  return progress
}
