import type { RoutedAnswer, Session } from '../connection/session.ts'
import type { EpochBook } from './epoch-book.ts'
import type { ReaderRoute } from './reader-route.ts'
import type { WriterRoute } from './writer-route.ts'

/** How stale the nearest reader is, by its copy of the heartbeat. */
export interface ReplicationLag {
  /** A lower bound; the true lag is at most one beat more. */
  readonly lagMs: number
  readonly measuredAt: Date
}

export interface WatchOptions {
  readonly everyMs: number
  /** The region whose support is renewed; none if omitted. */
  readonly region: string | undefined
}

const ASK = `select writer_epoch.epoch::float8 as epoch, writer_epoch.writer,
  extract(epoch from clock_timestamp() - heartbeat.at)::float8 * 1000 as "ageMs"
from writer_epoch cross join heartbeat`

const BEAT = `update heartbeat set at = clock_timestamp()
where at < clock_timestamp() - $1::float8 * interval '1 millisecond'
  and exists (select from writer_epoch where epoch = $2)`

/**
 * Parameters: region, epoch, the writer's clock in its last answer, and the time for which one task's renewal covers all
 * tasks of the region.
 */
const RENEW = `select renew_support($1, $2, $3, $4) as "isSupported", clock_timestamp()::text as "writerClock"`

/** Maximum renewals in flight: a lease divided by the usual interval. */
const MOST_RENEWALS = 8

/**
 * Polls every region's reader a few times a second to learn of newer epochs and to measure lag.
 *
 * It also renews this region's support at the writer. A former writer that is cut off with its services cannot know of another's
 * promotion, but accepts no writes without a majority, whatever its tasks know.
 */
export class Watch {
  readonly #readers: ReaderRoute
  readonly #writer: WriterRoute
  readonly #book: EpochBook
  readonly #options: WatchOptions
  readonly #timer: NodeJS.Timeout
  readonly #asking = new Set<number>()
  /** The cluster of each region's reader, by its last answer. */
  readonly #clusters: string[] = []
  #isBeating = false
  #renewals = 0
  #localInstance: string | undefined
  #isSupported: boolean | undefined
  /** The writer's clock in its last answer to a renewal. The next renewal counts from then, however late it arrives. */
  #seen: { readonly epoch: number; readonly writerClock: string } | undefined
  #lag: ReplicationLag | undefined

  constructor(readers: ReaderRoute, writer: WriterRoute, book: EpochBook, options: WatchOptions) {
    this.#readers = readers
    this.#writer = writer
    this.#book = book
    this.#options = options
    this.#timer = setInterval(() => this.look(), options.everyMs).unref()
  }

  get lag(): ReplicationLag | undefined {
    return this.#lag
  }

  /** Whether a majority of the regions supported the writer when this region last renewed; undefined while the writer does not answer. */
  get isWriterSupported(): boolean | undefined {
    return this.#isSupported
  }

  /** Asks every region with no query in flight, except one whose writer takes this region's renewals: it has no news. */
  look(): void {
    const renewing = this.#renewingCluster()
    for (let tier = 0; tier < this.#readers.tierCount; tier += 1)
      if (tier === 0 || renewing === undefined || this.#clusters[tier] !== renewing) void this.#ask(tier)
    void this.#beat()
    void this.#renew()
    // A role change ends every session. Without traffic nothing would look for the new writer, and the heartbeat would stop.
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
    } catch {
      // The next poll retries.
    } finally {
      this.#asking.delete(tier)
    }
  }

  #hear(tier: number, { answer, identity }: RoutedAnswer): void {
    const [row] = answer.rows
    if (row === undefined) return
    this.#book.learn(Number(row.epoch))
    this.#clusters[tier] = clusterOf(identity.instance)
    if (tier > 0) return
    this.#localInstance = identity.instance
    this.#lag = {
      lagMs: Math.max(0, Math.round(Number(row.ageMs) - this.#beatMs())),
      measuredAt: new Date(),
    }
  }

  /** The cluster of the writer that answered this region's last renewal; undefined while one is under way or has failed. */
  #renewingCluster(): string | undefined {
    const session = this.#writer.known
    if (session === undefined || this.#renewals > 0 || this.#isSupported === undefined) return undefined
    return clusterOf(session.identity.instance)
  }

  /** The session to a writer in this task's own region. */
  #writerBeside(): Session | undefined {
    const session = this.#writer.known
    if (session === undefined || this.#localInstance === undefined) return undefined
    return clusterOf(session.identity.instance) === clusterOf(this.#localInstance) ? session : undefined
  }

  /** Tasks in the writer's region renew the heartbeat; the first does it for all. */
  async #beat(): Promise<void> {
    const session = this.#writerBeside()
    if (this.#isBeating || session === undefined || session.epoch === undefined) return
    this.#isBeating = true
    await session
      .run(BEAT, [this.#beatMs() * 0.8, session.epoch])
      .catch((error) => this.#writer.report(session, error))
    this.#isBeating = false
  }

  /**
   * Tasks of one region also renew for each other. A renewal does not wait for the last one's answer: on a slow path that would
   * halve the lease, because a renewal counts from the answer before it.
   */
  async #renew(): Promise<void> {
    const { region, everyMs } = this.#options
    const session = this.#writer.known
    if (session === undefined) this.#isSupported = undefined
    if (this.#renewals >= MOST_RENEWALS || region === undefined || session === undefined) return
    this.#renewals += 1
    const epoch = session.epoch ?? 0
    const seenAt = this.#seen?.epoch === epoch ? this.#seen.writerClock : null
    try {
      const { rows } = await session.run(RENEW, [region, epoch, seenAt, everyMs * 0.8])
      this.#isSupported = rows[0]?.isSupported === true
      this.#seen = { epoch, writerClock: String(rows[0]?.writerClock) }
    } catch (error) {
      this.#isSupported = undefined
      this.#writer.report(session, error)
    }
    this.#renewals -= 1
  }

  #beatMs(): number {
    return this.#options.everyMs
  }
}

/** Instances are named after their cluster, with a number. */
const clusterOf = (instance: string): string => instance.replace(/-\d+$/, '')
