import pg, { type PoolClient } from 'pg'
import { classifyFailure } from '../failures/classify.ts'
import type { Login } from './login.ts'
import { type ConnectionSettings, type Credentials, clientConfig } from './settings.ts'

/** A connection that is idle for this long is closed. */
const IDLE_MS = 30_000

/** Connections for transactions, one transaction at a time each. Follows credential rotation. */
export class ExclusiveConnections {
  readonly #settings: Omit<ConnectionSettings, 'credentials'>
  readonly #login: Login
  readonly #most: number
  #pool: { readonly pool: pg.Pool; readonly credentials: Credentials } | undefined

  constructor(settings: Omit<ConnectionSettings, 'credentials'>, login: Login, most: number) {
    this.#settings = settings
    this.#login = login
    this.#most = most
  }

  async connect(): Promise<PoolClient> {
    const credentials = await this.#login.get()
    try {
      return await this.#poolFor(credentials).connect()
    } catch (error) {
      const renewed = classifyFailure(error) === 'login' ? await this.#login.renew(credentials) : undefined
      if (renewed === undefined) throw error
      return this.#poolFor(renewed).connect()
    }
  }

  async close(): Promise<void> {
    await this.#pool?.pool.end()
  }

  #poolFor(credentials: Credentials): pg.Pool {
    if (this.#pool?.credentials === credentials) return this.#pool.pool
    void this.#pool?.pool.end()
    const config = clientConfig({ ...this.#settings, credentials })
    const pool = new pg.Pool({ ...config, max: this.#most, idleTimeoutMillis: IDLE_MS })
    // The pool drops an idle connection that breaks; without a listener the event would end the process.
    pool.on('error', () => {})
    this.#pool = { pool, credentials }
    return pool
  }
}
