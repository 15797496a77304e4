import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { DatabaseWorld } from './database-world.ts'
import { MASTER } from './fixture-program.ts'

const PAUSE_MS = 2
const ANSWER_WITHIN_MS = 2_000

/**
 * A client that writes row after row by a DNS name of the database and retries each until it is acknowledged: like a good
 * client, it resolves and connects again after every failure.
 */
export class RetryingWriter {
  readonly acknowledged: number[] = []
  /** The server that took each acknowledged row. */
  readonly servers: string[] = []
  failures = 0
  longestGapMs = 0
  readonly #world: DatabaseWorld
  readonly #name: string
  readonly #table: string
  readonly #running: Promise<void>
  #client: pg.Client | undefined
  #isStopped = false

  constructor(world: DatabaseWorld, name: string, table: string) {
    this.#world = world
    this.#name = name
    this.#table = table
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
    await this.#client?.end().catch(() => {})
  }

  async #run(): Promise<void> {
    const ca = await readFile(this.#world.authorityFile, 'utf8')
    let lastMs = performance.now()
    for (let n = 1; !this.#isStopped; ) {
      try {
        this.#client ??= await this.#connect(ca)
        const { rows } = await this.#client.query(
          `WITH written AS (INSERT INTO ${this.#table} VALUES ($1) ON CONFLICT DO NOTHING)
           SELECT aurora_db_instance_identifier() AS server`,
          [n],
        )
        this.acknowledged.push(n)
        this.servers.push(rows[0].server)
        n += 1
        this.longestGapMs = Math.max(this.longestGapMs, performance.now() - lastMs)
        lastMs = performance.now()
      } catch {
        this.failures += 1
        void this.#client?.end().catch(() => {})
        this.#client = undefined
      }
      await wait(PAUSE_MS)
    }
  }

  async #connect(ca: string): Promise<pg.Client> {
    const client = new pg.Client({
      host: '127.0.0.1',
      port: this.#world.portOf(this.#name),
      user: MASTER.username,
      password: MASTER.password,
      database: 'marketing',
      ssl: { ca, servername: this.#name },
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
    })
    client.on('error', () => {})
    await client.connect()
    return client
  }
}
