import { DatabaseClosedError } from '../errors.ts'
import type { OpenSession, Session } from './session.ts'

export interface SharedConnectionsOptions {
  /** For error messages: `reader`, `writer`. */
  readonly role: string
  readonly open: OpenSession
  /** Connections to keep open; each carries any number of concurrent statements. */
  readonly size: number
  /** A connection that is silent for longer is closed. */
  readonly silenceMs: number
  /** A connection older than this is replaced, so that DNS changes are followed eventually. */
  readonly lifetimeMs?: number
}

const DEFAULT_LIFETIME_MS = 10 * 60_000
const WATCH_EVERY_MS = 250

/**
 * The few connections to a server that all requests share.
 *
 * Opens them on demand, replaces those that are lost or old, and gives each statement to the least busy one. If no server is
 * reachable, every caller gets the error; callers do not wait for a server to come back.
 */
export class SharedConnections {
  readonly #options: SharedConnectionsOptions
  readonly #open = new Set<Session>()
  readonly #opening = new Set<Promise<Session>>()
  /** Retiring: their server may never answer, so they are watched until they end. */
  readonly #leaving = new Set<Session>()
  /** Consecutive checks in which a connection had been silent since the previous check. */
  readonly #silentLooks = new WeakMap<Session, number>()
  #lookedMs = 0
  /** Runs only while a server owes something: in an idle process, waking for a timer is most of the work. */
  #watch: NodeJS.Timeout | undefined
  readonly #closing = new AbortController()

  constructor(options: SharedConnectionsOptions) {
    this.#options = options
  }

  /** Open connections and statements in flight. */
  get load(): { readonly connections: number; readonly inFlight: number } {
    let inFlight = 0
    for (const connection of this.#open) inFlight += connection.inFlight
    return { connections: this.#open.size, inFlight }
  }

  /** The least busy connection, or one that is being opened. */
  acquire(): Session | Promise<Session> {
    const ready = this.ready()
    if (ready !== undefined) return ready
    const [opening] = this.#opening
    return opening === undefined || this.#opening.size < this.#options.size ? this.openOne() : opening
  }

  /** The least busy open connection; opens more if there are too few. */
  ready(): Session | undefined {
    if (this.#closing.signal.aborted) throw new DatabaseClosedError(this.#options.role)
    const chosen = this.#leastBusy()
    if (chosen === undefined) return undefined
    if (this.#open.size + this.#opening.size < this.#options.size) this.openOne().catch(() => {})
    return this.#withinLifetime(chosen)
  }

  /** Opens and keeps one more connection. */
  openOne(): Promise<Session> {
    if (this.#closing.signal.aborted) throw new DatabaseClosedError(this.#options.role)
    const opening = this.#options
      .open((gone) => this.#open.delete(gone), this.#closing.signal)
      .then((connection) => this.#keep(connection))
      .finally(() => this.#opening.delete(opening))
    this.#opening.add(opening)
    return opening
  }

  /** Retires the matching connections: they finish running statements and take no more. */
  retireWhere(isToGo: (session: Session) => boolean): void {
    for (const connection of this.#open) {
      if (!isToGo(connection)) continue
      void this.#giveUp(connection)
    }
  }

  /** Lets running statements finish, then closes; connections still being opened are aborted. Idempotent. */
  async close(): Promise<void> {
    this.#closing.abort(new DatabaseClosedError(this.#options.role))
    await Promise.allSettled(this.#opening)
    await Promise.all([...this.#open].map((connection) => this.#giveUp(connection)))
    this.#stopWatching()
  }

  async #giveUp(connection: Session): Promise<void> {
    this.#open.delete(connection)
    this.#leaving.add(connection)
    this.#silentLooks.delete(connection)
    this.#watchForSilence()
    await connection.retire()
    this.#leaving.delete(connection)
  }

  #keep(connection: Session): Session {
    if (!this.#closing.signal.aborted) {
      this.#open.add(connection)
      connection.onBusy(() => this.#watchForSilence())
      return connection
    }
    void connection.retire()
    throw new DatabaseClosedError(this.#options.role)
  }

  #leastBusy(): Session | undefined {
    let best: Session | undefined
    for (const connection of this.#open) {
      if (!connection.isUsable) void this.#giveUp(connection)
      else if (best === undefined || connection.inFlight < best.inFlight) best = connection
    }
    return best
  }

  /** An old connection stays in use until its successor is open. */
  #withinLifetime(connection: Session): Session {
    const lifetimeMs = this.#options.lifetimeMs ?? DEFAULT_LIFETIME_MS
    const isOld = performance.now() - connection.openedAtMs > lifetimeMs
    if (isOld && this.#opening.size === 0) {
      this.openOne().then(
        () => void this.#giveUp(connection),
        () => {},
      )
    }
    return connection
  }

  #watchForSilence(): void {
    if (this.#watch !== undefined) return
    this.#lookedMs = performance.now()
    // Answers that arrived while this process was stalled are read before silence is measured.
    this.#watch = setInterval(() => setImmediate(() => this.#dropSilent()), WATCH_EVERY_MS).unref()
  }

  #stopWatching(): void {
    clearInterval(this.#watch)
    this.#watch = undefined
  }

  /**
   * Silence is counted in checks: a process short of CPU checks less often, which gives its servers, likely just as slow, more
   * time.
   */
  #dropSilent(): void {
    const now = performance.now()
    const isSilent = (connection: Session, silentMs: number) => {
      const looks = silentMs < now - this.#lookedMs ? 0 : (this.#silentLooks.get(connection) ?? 0) + 1
      this.#silentLooks.set(connection, looks)
      return looks * WATCH_EVERY_MS >= this.#options.silenceMs
    }
    for (const connection of this.#open)
      if (isSilent(connection, connection.silentForMs(now))) connection.destroy()
    for (const connection of this.#leaving) {
      // With nothing in flight, only its disconnect can be unanswered.
      const silentMs = connection.inFlight > 0 ? connection.silentForMs(now) : Number.POSITIVE_INFINITY
      if (!isSilent(connection, silentMs)) continue
      this.#leaving.delete(connection)
      connection.destroy()
    }
    this.#lookedMs = now
    if (this.load.inFlight === 0 && this.#leaving.size === 0) this.#stopWatching()
  }
}
