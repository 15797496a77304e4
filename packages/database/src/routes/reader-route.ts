import { setTimeout as sleep } from 'node:timers/promises'
import type { RoutedAnswer, Session } from '../connection/session.ts'
import type { SharedConnections } from '../connection/shared-connections.ts'
import { DatabaseClosedError } from '../errors.ts'
import { classifyFailure } from '../failures/classify.ts'

const PROBE_EVERY_MS = 250
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 100
/** All regions may be unreachable briefly: one lost, one whose promotion ended its sessions, one being rebuilt. */
const DEFAULT_BUDGET_MS = 800

/** What is asked of a reader; repeated at another one if the connection breaks. */
export type Question<Found> = (session: Session) => Promise<Found>

interface Tier {
  readonly connections: SharedConnections
  isDown: boolean
}

/**
 * The route of a read: the region's own readers, and the next nearest while those are unreachable.
 *
 * Reads are repeatable, so a read whose connection breaks is retried elsewhere, unnoticed by its caller. Requests avoid an
 * unreachable reader until a background probe has reached it.
 */
export class ReaderRoute {
  readonly #tiers: readonly Tier[]
  readonly #budgetMs: number
  /** Runs only while a region is down. */
  #probe: NodeJS.Timeout | undefined
  #isProbing = false
  #isClosed = false

  /**
   * @param nearestFirst one set of connections for each region
   * @param budgetMs how long a read keeps retrying while no region answers
   */
  constructor(nearestFirst: readonly SharedConnections[], budgetMs = DEFAULT_BUDGET_MS) {
    this.#budgetMs = budgetMs
    this.#tiers = nearestFirst.map((connections) => ({ connections, isDown: false }))
  }

  /** How many regions can be read from. */
  get tierCount(): number {
    return this.#tiers.length
  }

  get load(): SharedConnections['load'] {
    return this.#tiers[0]?.connections.load ?? { connections: 0, inFlight: 0 }
  }

  /** Runs a read at the nearest reader that answers. */
  run(sql: string, parameters: readonly unknown[]): Promise<RoutedAnswer> {
    return this.ask((session) => runOn(session, sql, parameters))
  }

  /** Runs a read at one region's readers only; 0 is the nearest. */
  runAt(tier: number, sql: string, parameters: readonly unknown[]): Promise<RoutedAnswer> {
    return this.askAt(tier, (session) => runOn(session, sql, parameters))
  }

  /** Asks the nearest reader that answers. */
  async ask<Found>(question: Question<Found>): Promise<Found> {
    const nearest = this.#tiers[0]
    if (nearest === undefined || nearest.isDown) return this.#askElsewhere(question, undefined)
    try {
      const acquired = nearest.connections.acquire()
      // Awaiting a connection that is already there would cost every query a microtask.
      return await question(acquired instanceof Promise ? await acquired : acquired)
    } catch (error) {
      return this.#askElsewhere(question, error)
    }
  }

  /** Asks one region's readers only; 0 is the nearest. */
  async askAt<Found>(tier: number, question: Question<Found>): Promise<Found> {
    const acquired = this.#tiers[tier]?.connections.acquire()
    if (acquired === undefined) throw new RangeError(`there is no reader ${tier}`)
    return question(await acquired)
  }

  /** Starts connecting to the nearest reader, and keeps trying. */
  warm(): void {
    const [nearest] = this.#tiers
    if (nearest === undefined) return
    Promise.resolve(nearest.connections.acquire()).catch(() => {
      this.#avoid(nearest)
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#probe)
    await Promise.all(this.#tiers.map(({ connections }) => connections.close()))
  }

  async #askElsewhere<Found>(question: Question<Found>, first: unknown): Promise<Found> {
    if (first !== undefined && !isWorthAnother(first)) throw first
    const startedMs = performance.now()
    let last = first
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      for (const tier of this.#inOrder(last)) {
        if (this.#isClosed) throw new DatabaseClosedError('reader')
        try {
          return await question(await tier.connections.acquire())
        } catch (error) {
          if (!isWorthAnother(error)) throw error
          if (isAway(error)) this.#avoid(tier)
          last = error
        }
      }
      if (performance.now() - startedMs + pauseMs > this.#budgetMs)
        throw last ?? new DatabaseClosedError('reader')
      await sleep(pauseMs)
    }
  }

  /** Tiers that are up, nearest first; all if none is, because one may be back. */
  #inOrder(first: unknown): readonly Tier[] {
    const [nearest] = this.#tiers
    // After a lost or stale session, the same server may accept another.
    if (nearest !== undefined && isAway(first) && classifyFailure(first) === 'not-reached')
      this.#avoid(nearest)
    const up = this.#tiers.filter((tier) => !tier.isDown)
    return up.length > 0 ? up : this.#tiers
  }

  #avoid(tier: Tier): void {
    tier.isDown = true
    if (this.#isClosed) return
    this.#probe ??= setInterval(() => void this.#probeDown(), PROBE_EVERY_MS).unref()
  }

  async #probeDown(): Promise<void> {
    if (this.#isProbing) return
    this.#isProbing = true
    await Promise.all(
      this.#tiers
        .filter((tier) => tier.isDown)
        .map(async (tier) => {
          try {
            await runOn(await tier.connections.acquire(), 'select 1', [])
            tier.isDown = false
          } catch {
            // Still unreachable.
          }
        }),
    )
    this.#isProbing = false
    if (this.#tiers.some((tier) => tier.isDown)) return
    clearInterval(this.#probe)
    this.#probe = undefined
  }
}

async function runOn(session: Session, sql: string, parameters: readonly unknown[]): Promise<RoutedAnswer> {
  const sentAtMs = performance.now()
  return { answer: await session.run(sql, parameters), identity: session.identity, sentAtMs }
}

function isAway(error: unknown): boolean {
  const kind = classifyFailure(error)
  return kind === 'lost' || kind === 'not-reached'
}

/** Whether a retry, here or elsewhere, may succeed. */
function isWorthAnother(error: unknown): boolean {
  const kind = classifyFailure(error)
  return kind === 'lost' || kind === 'not-reached' || kind === 'stale-session' || kind === 'conflict'
}
