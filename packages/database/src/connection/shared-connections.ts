import { DatabaseClosed } from '../errors.ts'
import { type ConnectionSettings, timeoutsOf } from './settings.ts'
import { SharedConnection } from './shared-connection.ts'

export interface SharedConnectionsOptions {
  readonly role: 'reader' | 'writer'
  readonly settings: ConnectionSettings
  /** Connections to keep; each carries any number of statements at once. */
  readonly size: number
  /** A connection older than this is replaced, so that a name that moved is followed in the end. */
  readonly lifetimeMs?: number
}

const DEFAULT_LIFETIME_MS = 10 * 60_000
const WATCH_EVERY_MS = 500

/**
 * The few connections of one role that all requests share.
 *
 * Opens them when they are first needed, replaces those that are lost or old, and gives each statement to the least busy one. When no
 * server can be reached, every caller gets the reason; nobody waits for a server to come back.
 */
export class SharedConnections {
  readonly #options: SharedConnectionsOptions
  readonly #open = new Set<SharedConnection>()
  readonly #opening = new Set<Promise<SharedConnection>>()
  readonly #watch: NodeJS.Timeout
  #closed = false

  constructor(options: SharedConnectionsOptions) {
    this.#options = options
    this.#watch = setInterval(() => this.#dropSilent(), WATCH_EVERY_MS).unref()
  }

  /** Connections that are up, and statements that await an answer. */
  get load(): { readonly connections: number; readonly inFlight: number } {
    let inFlight = 0
    for (const connection of this.#open) inFlight += connection.inFlight
    return { connections: this.#open.size, inFlight }
  }

  /** The least busy connection, or one that is being opened. */
  acquire(): SharedConnection | Promise<SharedConnection> {
    if (this.#closed) throw new DatabaseClosed(this.#options.role)
    const chosen = this.#leastBusy()
    if (this.#open.size + this.#opening.size < this.#options.size) {
      const opening = this.#openOne()
      if (chosen === undefined) return opening
      opening.catch(() => {})
    }
    if (chosen !== undefined) return this.#withinLifetime(chosen)
    const [opening] = this.#opening
    return opening ?? this.#openOne()
  }

  /** Drops every connection, so that the next statement resolves the name anew. */
  drop(): void {
    for (const connection of this.#open) connection.destroy()
    this.#open.clear()
  }

  /** Lets what is under way finish, then closes. Calling it twice is fine. */
  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#watch)
    await Promise.allSettled(this.#opening)
    await Promise.all([...this.#open].map((connection) => connection.retire()))
    this.#open.clear()
  }

  #leastBusy(): SharedConnection | undefined {
    let best: SharedConnection | undefined
    for (const connection of this.#open) {
      if (!connection.isUsable) this.#open.delete(connection)
      else if (best === undefined || connection.inFlight < best.inFlight) best = connection
    }
    return best
  }

  #openOne(): Promise<SharedConnection> {
    const opening = SharedConnection.open(this.#options.settings, (gone) => this.#open.delete(gone))
      .then((connection) => {
        this.#open.add(connection)
        return connection
      })
      .finally(() => this.#opening.delete(opening))
    this.#opening.add(opening)
    return opening
  }

  /** An old connection serves on until its successor stands. */
  #withinLifetime(connection: SharedConnection): SharedConnection {
    const lifetimeMs = this.#options.lifetimeMs ?? DEFAULT_LIFETIME_MS
    const isOld = performance.now() - connection.openedAtMs > lifetimeMs
    if (isOld && this.#opening.size === 0) {
      this.#openOne().then(
        () => {
          this.#open.delete(connection)
          void connection.retire()
        },
        () => {},
      )
    }
    return connection
  }

  #dropSilent(): void {
    const now = performance.now()
    const { silenceMs } = timeoutsOf(this.#options.settings)
    for (const connection of this.#open) {
      if (connection.silentForMs(now) > silenceMs) connection.destroy()
    }
  }
}
