import type { Clock } from '../../../kernel/clock.ts'
import { type AdministratorConnection, type AdministratorSession, openSession } from './administration.ts'
import { connectedFollowers } from './follow.ts'

const PERIOD_MS = 1_000
/** A writer that does not answer for this long is taken to have no followers. */
const ANSWERED_WITHIN_MS = 5_000

/** Asks the writer every second for its followers, over one connection that is reopened when it breaks. */
export class ReplicationWatch implements AsyncDisposable {
  readonly #clock: Clock
  readonly #onStreams: (streaming: ReadonlySet<string>) => void
  readonly #stopped = new AbortController()
  #connection: AdministratorConnection | undefined
  #session: AdministratorSession | undefined
  #rounds: Promise<void> | undefined
  #isPaused = false

  constructor(clock: Clock, onStreams: (streaming: ReadonlySet<string>) => void) {
    this.#clock = clock
    this.#onStreams = onStreams
  }

  /** Starts to watch this writer. */
  follow(writer: AdministratorConnection): void {
    this.#connection = writer
    void this.#disconnect()
    this.#isPaused = false
    this.#rounds ??= this.#run()
  }

  /** Reports nothing until the next `follow`: during a change of roles, a silent writer means nothing. */
  pause(): void {
    this.#isPaused = true
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const asked = this.#connection
      const streaming = this.#isPaused ? [] : await this.#ask()
      if (!this.#isPaused && asked === this.#connection) this.#onStreams(new Set(streaming))
      await this.#clock.sleep(PERIOD_MS, this.#stopped.signal)
    }
  }

  /** A writer that does not answer has no followers. */
  async #ask(): Promise<readonly string[]> {
    try {
      this.#session ??= await this.#connect()
      return await connectedFollowers(this.#session.client)
    } catch {
      await this.#disconnect()
      return []
    }
  }

  async #connect(): Promise<AdministratorSession> {
    if (!this.#connection) throw new Error('There is no writer to watch')
    return await openSession(this.#connection, ANSWERED_WITHIN_MS)
  }

  async #disconnect(): Promise<void> {
    const session = this.#session
    this.#session = undefined
    await session?.[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped.abort()
    await this.#rounds
    await this.#disconnect()
  }
}
