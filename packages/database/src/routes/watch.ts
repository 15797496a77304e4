import type { RoutedAnswer, Session } from '../connection/session.ts'
import { classifyFailure } from '../failures/classify.ts'
import type { EpochBook } from './epoch-book.ts'
import type { ReaderRoute } from './reader-route.ts'
import type { WriterRoute } from './writer-route.ts'

/** How stale the nearest reader is, by the heartbeat that it has. */
export interface ReplicationLag {
  /** At least this much, at most one beat more. */
  readonly lagMs: number
  readonly measuredAt: Date
}

export interface WatchOptions {
  readonly everyMs: number
  /** A writer that hears of no other region for so long may have been replaced: nothing is written through it. */
  readonly isolationMs: number
}

const ASK = `select writer_epoch.epoch::float8 as epoch, writer_epoch.writer,
  extract(epoch from clock_timestamp() - heartbeat.at)::float8 * 1000 as "ageMs"
from writer_epoch cross join heartbeat`

const BEAT = `update heartbeat set at = clock_timestamp()
where at < clock_timestamp() - $1::float8 * interval '1 millisecond'
  and exists (select from writer_epoch where epoch = $2)`

/**
 * Looks at every region's reader a few times a second: to hear of a newer epoch that nobody has told of yet, to measure lag, and
 * to notice that this region is cut off.
 *
 * A former writer that is cut off with its services cannot know that another was promoted. So services beside the writer stop
 * writing when no other region has been heard of for a while, provided that one was heard of before: the last region standing goes on.
 */
export class Watch {
  readonly #readers: ReaderRoute
  readonly #writer: WriterRoute
  readonly #book: EpochBook
  readonly #options: WatchOptions
  readonly #timer: NodeJS.Timeout
  readonly #asking = new Set<number>()
  #isBeating = false
  #localInstance: string | undefined
  #heardOfOthersAtMs: number | undefined
  #lag: ReplicationLag | undefined

  constructor(readers: ReaderRoute, writer: WriterRoute, book: EpochBook, options: WatchOptions) {
    this.#readers = readers
    this.#writer = writer
    this.#book = book
    this.#options = options
    this.#timer = setInterval(() => this.look(), options.everyMs).unref()
    // In a new epoch nobody was heard of yet: the other regions may be what was lost.
    book.onNewer(() => {
      this.#heardOfOthersAtMs = undefined
      this.#writer.suspend(undefined)
    })
  }

  get lag(): ReplicationLag | undefined {
    return this.#lag
  }

  /** Asks every region that has answered the last question. */
  look(): void {
    for (let tier = 0; tier < this.#readers.tierCount; tier += 1) void this.#ask(tier)
    void this.#beat()
    this.#judgeIsolation()
    // A role change ends every session. Without traffic nobody would look for the new writer, and the heartbeat would stand still.
    if (this.#writer.known === undefined) this.#writer.seek()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #ask(tier: number): Promise<void> {
    if (this.#asking.has(tier)) return
    this.#asking.add(tier)
    try {
      this.#hear(tier, await this.#readers.runAt(tier, ASK, []))
    } catch (error) {
      // Somebody refused the connection: the way there is open, whoever lives at its end.
      if (tier > 0 && classifyFailure(error) === 'not-reached' && isRefusal(error)) this.#heardFrom()
    } finally {
      this.#asking.delete(tier)
    }
  }

  #hear(tier: number, { answer, identity }: RoutedAnswer): void {
    const [row] = answer.rows
    if (row === undefined) return
    this.#book.learn(Number(row.epoch))
    if (tier > 0) {
      this.#heardFrom()
      return
    }
    this.#localInstance = identity.instance
    this.#lag = {
      lagMs: Math.max(0, Math.round(Number(row.ageMs) - this.#beatMs())),
      measuredAt: new Date(),
    }
  }

  #heardFrom(): void {
    this.#heardOfOthersAtMs = performance.now()
    this.#writer.suspend(undefined)
  }

  #judgeIsolation(): void {
    const heardAtMs = this.#heardOfOthersAtMs
    if (heardAtMs === undefined || this.#writerBeside() === undefined) return
    if (performance.now() - heardAtMs > this.#options.isolationMs)
      this.#writer.suspend('this region has heard of no other, so another writer may have been promoted')
  }

  /** The session to a writer in this task's own region. */
  #writerBeside(): Session | undefined {
    const session = this.#writer.known
    if (session === undefined || this.#localInstance === undefined) return undefined
    return clusterOf(session.identity.instance) === clusterOf(this.#localInstance) ? session : undefined
  }

  /** Tasks beside the writer renew the heartbeat; whoever comes first does it for all. */
  async #beat(): Promise<void> {
    const session = this.#writerBeside()
    if (this.#isBeating || session === undefined || session.epoch === undefined) return
    this.#isBeating = true
    await session
      .run(BEAT, [this.#beatMs() * 0.8, session.epoch])
      .catch((error) => this.#writer.report(session, error))
    this.#isBeating = false
  }

  #beatMs(): number {
    return this.#options.everyMs
  }
}

/** Instances are named after their cluster, with a number. */
const clusterOf = (instance: string): string => instance.replace(/-\d+$/, '')

const isRefusal = (error: unknown): boolean => {
  const { code } = error as { code?: string }
  return code === 'ECONNREFUSED' || code === '57P03'
}
