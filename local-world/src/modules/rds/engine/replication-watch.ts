import pg from 'pg'
import type { Clock } from '../../../kernel/clock.ts'
import type { AdministratorConnection } from './administration.ts'
import { connectedFollowers } from './follow.ts'

const PERIOD_MS = 1_000

/** Asks the writer every second who follows it, over one connection that it opens again when it breaks. */
export class ReplicationWatch implements AsyncDisposable {
  readonly #clock: Clock
  readonly #onStreams: (streaming: ReadonlySet<string>) => void
  readonly #stopped = new AbortController()
  #connection: AdministratorConnection | undefined
  #client: pg.Client | undefined
  #rounds: Promise<void> | undefined
  #isPaused = false

  constructor(clock: Clock, onStreams: (streaming: ReadonlySet<string>) => void) {
    this.#clock = clock
    this.#onStreams = onStreams
  }

  /** Watches this writer from now on. */
  follow(writer: AdministratorConnection): void {
    this.#connection = writer
    void this.#disconnect()
    this.#isPaused = false
    this.#rounds ??= this.#run()
  }

  /** Says nothing until it is told whom to follow: while roles move, a writer's silence means nothing. */
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
      this.#client ??= await this.#connect()
      return await connectedFollowers(this.#client)
    } catch {
      await this.#disconnect()
      return []
    }
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ ...this.#connection, application_name: 'rdsadmin' })
    client.on('error', () => {}) // The next question finds out.
    await client.connect()
    return client
  }

  async #disconnect(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => {})
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped.abort()
    await this.#rounds
    await this.#disconnect()
  }
}
