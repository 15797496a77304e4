import { setTimeout as sleep } from 'node:timers/promises'
import type { RoutedAnswer, Session } from '../connection/session.ts'
import type { SharedConnections } from '../connection/shared-connections.ts'
import { DatabaseClosedError, MajorityLostError, WriterUnavailableError } from '../errors.ts'
import { classifyFailure } from '../failures/classify.ts'
import type { EpochBook } from './epoch-book.ts'
import { ParkingLot } from './parking-lot.ts'

export interface WriterRouteOptions {
  /** Opens verified sessions: writable, and of the newest epoch in `book`. */
  readonly connections: SharedConnections
  readonly book: EpochBook
  /** How long a write waits for a writer. */
  readonly parkMs: number
  /** How many may wait. */
  readonly mostParked: number
}

const FIRST_RETRY_MS = 20
/** While writes wait, a new writer should be found soon after it is up. */
const RETRY_MS = 100
/** While no write waits, look for the writer so that the next write need not. */
const IDLE_RETRY_MS = 1_000

/**
 * The route of a write: to the server verified as the writer, in any region.
 *
 * Its sessions are its only knowledge of where the writer is. When the last one is lost, refuses a write or belongs to an epoch
 * that is over, it looks for a writer until it finds one; meanwhile writes are parked, as they are while the writer refuses
 * them because too few regions support it. It never repeats a statement: only its sender knows whether that is safe.
 */
export class WriterRoute {
  readonly #options: WriterRouteOptions
  readonly #lot: ParkingLot<Session>
  #isSeeking = false
  #isClosed = false
  /** The writer's refusal for lack of a majority; no writes are sent until it has one again. */
  #unsupported: unknown
  #lastError: unknown
  #idling: AbortController | undefined

  constructor(options: WriterRouteOptions) {
    this.#options = options
    this.#lot = new ParkingLot(options.mostParked)
    options.book.onNewer((newest) => {
      options.connections.retireWhere((session) => isOlder(session, newest))
    })
  }

  get load(): SharedConnections['load'] & { readonly parked: number } {
    return { ...this.#options.connections.load, parked: this.#lot.size }
  }

  get everParked(): number {
    return this.#lot.everParked
  }

  /** An open session, if there is one; opens none. */
  get known(): Session | undefined {
    if (this.#isClosed || this.#options.connections.load.connections === 0) return undefined
    return this.#ready()
  }

  /** A verified session for a write, immediately or within `parkMs`. */
  acquire(parkMs: number = this.#options.parkMs): Session | Promise<Session> {
    return this.#acquire(parkMs, this.#unsupported === undefined)
  }

  #acquire(parkMs: number, isAllowed: boolean): Session | Promise<Session> {
    if (this.#isClosed) throw new DatabaseClosedError('writer')
    const session = isAllowed ? this.#ready() : undefined
    if (session !== undefined) return session
    this.seek()
    if (parkMs <= 0) throw this.#refusal(0)
    this.#idling?.abort()
    return this.#lot.wait(parkMs, () => this.#refusal(parkMs))
  }

  /** Runs one statement at the writer, supported or not; retrying is up to the caller. */
  async run(
    sql: string,
    parameters: readonly unknown[],
    parkMs = this.#options.parkMs,
  ): Promise<RoutedAnswer> {
    const acquired = this.#acquire(parkMs, true)
    const session = acquired instanceof Promise ? await acquired : acquired
    const sentAtMs = performance.now()
    try {
      return { answer: await session.run(sql, parameters), identity: session.identity, sentAtMs }
    } catch (error) {
      this.report(session, error)
      throw error
    }
  }

  /** Reports a failed statement, so that a session to a former writer is not used again. */
  report(session: Session, error: unknown): void {
    const kind = classifyFailure(error)
    if (kind === 'no-majority') {
      this.#unsupported = error
      this.seek()
    }
    if (kind !== 'refused-write' && kind !== 'lost') return
    this.#lastError = error
    // Sessions of the same epoch lead to the same server. They finish running statements; a new one is verified first.
    this.#options.connections.retireWhere((other) => other.epoch === session.epoch)
    this.seek()
  }

  /** Retires every session: the server turned out to be fenced. */
  abandon(error: unknown): void {
    this.#lastError = error
    this.#options.connections.retireWhere(() => true)
    this.seek()
  }

  /** Looks for the writer in the background, if not already looking. */
  seek(): void {
    if (this.#isSeeking || this.#isClosed) return
    this.#isSeeking = true
    void this.#seekUntilFound().finally(() => {
      this.#isSeeking = false
      // Lost again, or requested by another write, since it was found.
      if (this.#lot.size > 0) this.seek()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#idling?.abort()
    this.#lot.refuse(new DatabaseClosedError('writer'))
    await this.#options.connections.close()
  }

  #ready(): Session | undefined {
    const session = this.#options.connections.ready()
    if (session === undefined || !isOlder(session, this.#options.book.newest)) return session
    this.#options.connections.retireWhere((other) => isOlder(other, this.#options.book.newest))
    return undefined
  }

  async #seekUntilFound(): Promise<void> {
    let retryMs = FIRST_RETRY_MS
    while (!this.#isClosed) {
      try {
        const session = this.#ready() ?? (await this.#options.connections.openOne())
        if ((await this.#isSupported(session)) && this.#isFit(session)) {
          this.#lot.release(session)
          return
        }
      } catch (error) {
        this.#lastError = error
      }
      await this.#pause(retryMs)
      retryMs = Math.min(retryMs * 2, this.#lot.size > 0 ? RETRY_MS : IDLE_RETRY_MS)
    }
  }

  #isFit(session: Session): boolean {
    return session.isUsable && !isOlder(session, this.#options.book.newest)
  }

  /** Asks only after a refusal: normally the write itself shows it. */
  async #isSupported(session: Session): Promise<boolean> {
    if (this.#unsupported === undefined) return true
    const { rows } = await session.run('select writer_has_majority() as "isSupported"', [])
    if (rows[0]?.isSupported !== true) return false
    this.#unsupported = undefined
    return true
  }

  /** A pause while no write waits ends when one arrives. */
  async #pause(forMs: number): Promise<void> {
    const isIdle = this.#lot.size === 0
    const idling = new AbortController()
    if (isIdle) this.#idling = idling
    await sleep(forMs, undefined, { ref: !isIdle, signal: idling.signal }).catch(() => {})
    this.#idling = undefined
  }

  #refusal(afterMs: number): Error {
    return this.#unsupported === undefined
      ? new WriterUnavailableError(afterMs, this.#lastError)
      : new MajorityLostError(afterMs, this.#unsupported)
  }
}

/** Servers without epochs are trusted until an epoch has been seen. */
function isOlder(session: Session, newest: number): boolean {
  return (session.epoch ?? 0) < newest
}
