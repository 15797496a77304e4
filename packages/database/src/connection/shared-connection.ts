import type { Writable } from 'node:stream'
import pg, { type QueryResult as PgResult } from 'pg'
import { type DatabaseIdentity, databaseIdentity } from '../identity.ts'
import { errorCode, SQLSTATE } from '../sqlstate.ts'
import { type ConnectionSettings, clientConfig } from './settings.ts'
import { statementName } from './statement-names.ts'

/** Rows as objects; what they hold is the query's business. */
export type Row = Record<string, unknown>
export type Answer = PgResult<Row>

/**
 * One connection that many requests use at once.
 *
 * Owns a `pg` client in pipeline mode: statements are written as they come, each its own transaction, and answered in
 * order, so nobody waits for a turn. Promises that each call settles, also when the server dies. It keeps no session
 * state: a transaction needs a connection of its own.
 */
export class SharedConnection {
  readonly #client: pg.Client
  readonly openedAtMs = performance.now()
  #identity: DatabaseIdentity | undefined
  #usable = true
  #inFlight = 0
  #isGathering = false
  #lastProgressMs = performance.now()
  #drained: (() => void) | undefined

  private constructor(client: pg.Client) {
    this.#client = client
  }

  /** Connects and asks the server who it is. `onGone` is called once, when the connection ends for whatever reason. */
  static async open(
    settings: ConnectionSettings,
    onGone: (connection: SharedConnection) => void,
  ): Promise<SharedConnection> {
    const client = new pg.Client(clientConfig(settings))
    const connection = new SharedConnection(client)
    // Without a listener an 'error' of an idle connection ends the process.
    client.on('error', () => connection.#lose(onGone))
    client.on('end', () => connection.#lose(onGone))
    try {
      await client.connect()
      connection.#identity = await databaseIdentity(client)
    } catch (error) {
      connection.destroy()
      throw error
    }
    return connection
  }

  get identity(): DatabaseIdentity | undefined {
    return this.#identity
  }

  get isUsable(): boolean {
    return this.#usable
  }

  get inFlight(): number {
    return this.#inFlight
  }

  /** How long nothing was answered although something is awaited. */
  silentForMs(now: number): number {
    return this.#inFlight === 0 ? 0 : now - this.#lastProgressMs
  }

  run(sql: string, parameters: readonly unknown[]): Promise<Answer> {
    if (this.#inFlight === 0) this.#lastProgressMs = performance.now()
    this.#inFlight += 1
    this.#gatherWrites()
    const name = statementName(sql)
    const query = { text: sql, values: parameters as unknown[], ...(name === undefined ? {} : { name }) }
    return new Promise<Answer>((resolve, reject) => {
      this.#client.query<Row>(query, (error: Error | null, result) => {
        this.#settled()
        if (error === null || error === undefined) return resolve(result)
        if (isBeyondUse(error)) void this.retire()
        reject(error)
      })
    })
  }

  /** Takes no more work, waits for what is under way, then says goodbye. */
  async retire(): Promise<void> {
    this.#usable = false
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#drained = resolve))
    await this.#client.end().catch(() => {})
  }

  /** Ends at once; whatever is under way fails. */
  destroy(): void {
    this.#usable = false
    this.#client.end().catch(() => {})
    // `end` is polite and waits for the server; a silent one would keep the callers waiting too.
    rawStream(this.#client).destroy()
  }

  /** Statements of one turn of the event loop leave in one packet: a system call each would be the dearest part of a read. */
  #gatherWrites(): void {
    if (this.#isGathering) return
    this.#isGathering = true
    const stream = rawStream(this.#client)
    stream.cork()
    setImmediate(() => {
      this.#isGathering = false
      stream.uncork()
    })
  }

  #settled(): void {
    this.#inFlight -= 1
    this.#lastProgressMs = performance.now()
    if (this.#inFlight === 0) this.#drained?.()
  }

  #lose(onGone: (connection: SharedConnection) => void): void {
    this.#usable = false
    onGone(this)
  }
}

/**
 * Whether only another session can do better. A server that was demoted keeps its sessions, answers their reads and refuses
 * their writes for ever; after a migration a prepared statement may return other columns than it was prepared with.
 */
function isBeyondUse(error: Error): boolean {
  const code = errorCode(error)
  if (code === SQLSTATE.readOnlyTransaction || code === SQLSTATE.invalidStatementName) return true
  return code === SQLSTATE.featureNotSupported && error.message.startsWith('cached plan')
}

/** The socket that `pg` keeps to itself. */
function rawStream(client: pg.Client): Writable {
  return (client as unknown as { connection: { stream: Writable } }).connection.stream
}
