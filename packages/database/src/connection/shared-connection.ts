import type { Socket } from 'node:net'
import pg from 'pg'
import { ConnectTimedOutError } from '../errors.ts'
import { classifyFailure } from '../failures/classify.ts'
import type { DatabaseIdentity } from '../identity.ts'
import type { Answer, Row, Session } from './session.ts'
import { type ConnectionSettings, clientConfig, timeoutsOf } from './settings.ts'
import { statementName } from './statement-names.ts'

/** Pause between two `runBehind` statements: a busy connection has a dozen reads in that time, and they share one. */
const BEHIND_PAUSE_MS = 1

/** What is known of a server before its session is used. */
export interface Greeting {
  readonly identity: DatabaseIdentity
  readonly epoch: number | undefined
}

export interface OpeningOptions {
  readonly settings: ConnectionSettings
  /** Identifies the server; a rejection ends the connection. */
  readonly greet: (client: Pick<pg.Client, 'query'>) => Promise<Greeting>
  readonly onGone: (session: Session) => void
  readonly signal: AbortSignal
  /** Limit for the server's first byte. A server that responds is merely slow and gets the full connect time. */
  readonly answerWithinMs?: number
}

/**
 * One connection that many requests use at once.
 *
 * Owns a `pg` client in pipeline mode: statements are sent as they come, each its own transaction, and answered in
 * order, without queueing. Every call settles, even when the server dies. It keeps no session state: a transaction
 * needs its own connection.
 */
export class SharedConnection implements Session {
  readonly #client: pg.Client
  readonly openedAtMs = performance.now()
  #greeting: Greeting = { identity: { instance: 'unknown', role: 'reader' }, epoch: undefined }
  #usable = true
  #inFlight = 0
  #isGathering = false
  /** `runBehind` statements that wait, and those that ran so recently that the next run must pause. */
  readonly #behind = new Map<string, PromiseWithResolvers<Answer>>()
  readonly #behindLately = new Set<string>()
  #lastProgressMs = performance.now()
  #drained: (() => void) | undefined
  #onBusy = () => {}

  private constructor(client: pg.Client) {
    this.#client = client
  }

  /** Connects and greets the server; the greeting has the same time limit as connecting. */
  static async open({
    settings,
    greet,
    onGone,
    signal,
    answerWithinMs,
  }: OpeningOptions): Promise<SharedConnection> {
    signal.throwIfAborted()
    const client = new pg.Client(clientConfig(settings))
    const connection = new SharedConnection(client)
    const abandon = () => connection.destroy()
    signal.addEventListener('abort', abandon)
    // Without a listener, an 'error' on an idle connection would end the process.
    client.on('error', () => connection.#lose(onGone))
    client.on('end', () => connection.#lose(onGone))
    const { connectMs } = timeoutsOf(settings)
    let overdue: ConnectTimedOutError | undefined
    const limitTo = (ms: number, applies = () => true) =>
      setTimeout(() => {
        if (!applies()) return
        overdue = new ConnectTimedOutError(settings.endpoint, ms)
        connection.destroy()
      }, ms)
    // The client replaces it with a TLS socket once the server has answered.
    const socket = rawStream(client)
    let limit = limitTo(answerWithinMs ?? connectMs, () => socket.bytesRead === 0)
    try {
      await client.connect()
      clearTimeout(limit)
      limit = limitTo(connectMs)
      connection.#greeting = await greet(client)
    } catch (error) {
      connection.destroy()
      throw overdue ?? error
    } finally {
      clearTimeout(limit)
      signal.removeEventListener('abort', abandon)
    }
    return connection
  }

  get identity(): DatabaseIdentity {
    return this.#greeting.identity
  }

  get epoch(): number | undefined {
    return this.#greeting.epoch
  }

  get isUsable(): boolean {
    return this.#usable
  }

  get inFlight(): number {
    return this.#inFlight
  }

  onBusy(listener: () => void): void {
    this.#onBusy = listener
    if (this.#inFlight > 0) listener()
  }

  silentForMs(now: number): number {
    return this.#inFlight === 0 ? 0 : now - this.#lastProgressMs
  }

  run(sql: string, parameters: readonly unknown[]): Promise<Answer> {
    this.#begun()
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

  runBehind(sql: string): Promise<Answer> {
    const awaited = this.#behind.get(sql)
    if (awaited !== undefined) return awaited.promise
    const waiting = Promise.withResolvers<Answer>()
    this.#behind.set(sql, waiting)
    // Counted from here on; otherwise a retiring connection would end before it is sent.
    this.#begun()
    this.#gatherWrites()
    return waiting.promise
  }

  async retire(): Promise<void> {
    this.#usable = false
    if (this.#inFlight > 0) await new Promise<void>((resolve) => (this.#drained = resolve))
    await this.#client.end().catch(() => {})
  }

  destroy(): void {
    this.#usable = false
    // `end` waits for the server: with a silent one the callers would wait too, and while still connecting it would never
    // finish.
    rawStream(this.#client).destroy()
  }

  /** Sends the statements of one event loop turn in one packet: a system call each would dominate the cost of a read. */
  #gatherWrites(): void {
    if (this.#isGathering) return
    this.#isGathering = true
    const stream = rawStream(this.#client)
    stream.cork()
    setImmediate(() => {
      this.#sendBehind()
      this.#isGathering = false
      stream.uncork()
    })
  }

  #sendBehind(): void {
    for (const [sql, { resolve, reject }] of this.#behind) {
      if (this.#behindLately.has(sql)) continue
      this.#behind.delete(sql)
      this.#behindLately.add(sql)
      this.#inFlight -= 1
      this.run(sql, [])
        .then(resolve, reject)
        .finally(() => setTimeout(() => this.#allowBehind(sql), BEHIND_PAUSE_MS))
    }
  }

  #allowBehind(sql: string): void {
    this.#behindLately.delete(sql)
    if (this.#behind.has(sql)) this.#gatherWrites()
  }

  #begun(): void {
    this.#inFlight += 1
    if (this.#inFlight > 1) return
    this.#lastProgressMs = performance.now()
    this.#onBusy()
  }

  #settled(): void {
    this.#inFlight -= 1
    this.#lastProgressMs = performance.now()
    if (this.#inFlight === 0) this.#drained?.()
  }

  #lose(onGone: (session: Session) => void): void {
    this.#usable = false
    onGone(this)
  }
}

/**
 * Whether only another session can help. A demoted server keeps its sessions, answers their reads and refuses their
 * writes forever; after a migration a prepared statement may return other columns than it was prepared with.
 */
function isBeyondUse(error: Error): boolean {
  const kind = classifyFailure(error)
  return kind === 'refused-write' || kind === 'stale-session'
}

/** `pg`'s private socket. */
function rawStream(client: pg.Client): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream
}
