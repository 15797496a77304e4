import type { CompiledQuery, DatabaseConnection, QueryResult, TransactionSettings } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Answer } from '../connection/shared-connection.ts'
import type { SharedConnections } from '../connection/shared-connections.ts'
import { statementName } from '../connection/statement-names.ts'
import { isConnectionLost } from '../connection-lost.ts'
import { TransactionAborted } from '../errors.ts'
import type { DatabaseIdentity } from '../identity.ts'

/** A result that also says which server made it. */
export interface ServedResult<Row> extends QueryResult<Row> {
  readonly servedBy?: DatabaseIdentity | undefined
}

const WRITES: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/**
 * What Kysely holds while it runs one query or one transaction.
 *
 * A query goes to a shared connection, chosen when it is sent. A transaction takes a connection of its own at `begin`
 * and gives it back at release; a connection whose state is in doubt is closed instead.
 */
export class Lease implements DatabaseConnection {
  readonly #shared: SharedConnections
  readonly #exclusive: Pool
  #client: PoolClient | undefined
  #isDoubtful = false
  #begun: Promise<unknown> | undefined

  constructor(shared: SharedConnections, exclusive: Pool) {
    this.#shared = shared
    this.#exclusive = exclusive
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<ServedResult<Row>> {
    if (this.#client !== undefined)
      return toResult<Row>(await this.#runExclusive(query.sql, query.parameters))
    const acquired = this.#shared.acquire()
    // Awaiting a connection that is there already would cost every query a turn of the event loop.
    const connection = acquired instanceof Promise ? await acquired : acquired
    return toResult<Row>(await connection.run(query.sql, query.parameters), connection.identity)
  }

  // biome-ignore lint/correctness/useYield: refusing is the whole of it
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error(
      'Streaming needs a portal that stays open, which a pipelined connection cannot keep. Page by key instead.',
    )
  }

  async begin(settings: TransactionSettings): Promise<void> {
    this.#client = await this.#exclusive.connect()
    const started = this.#client.query(beginStatement(settings))
    if (settings.isolationLevel !== undefined || settings.accessMode !== undefined) {
      await started
      return
    }
    // A plain BEGIN is refused by no living server, so it travels together with the first statement: one round trip less
    // to another continent. Its fate is asked about before COMMIT.
    started.catch(() => {
      this.#isDoubtful = true
    })
    this.#begun = started
  }

  async commit(): Promise<void> {
    await this.#begun
    const { command } = await this.#runExclusive('commit', [])
    if (command === 'ROLLBACK') throw new TransactionAborted()
  }

  async rollback(): Promise<void> {
    try {
      await this.#runExclusive('rollback', [])
    } catch (error) {
      this.#isDoubtful = true
      throw error
    }
  }

  release(): void {
    this.#client?.release(this.#isDoubtful)
    this.#client = undefined
  }

  async #runExclusive(sql: string, parameters: readonly unknown[]): Promise<Answer> {
    if (this.#client === undefined) throw new Error(`"${sql}" needs a transaction that has begun`)
    const name = parameters.length > 0 ? statementName(sql) : undefined
    try {
      return await this.#client.query({
        text: sql,
        values: parameters as unknown[],
        ...(name ? { name } : {}),
      })
    } catch (error) {
      if (isConnectionLost(error)) this.#isDoubtful = true
      throw error
    }
  }
}

function beginStatement({ isolationLevel, accessMode }: TransactionSettings): string {
  if (isolationLevel === undefined && accessMode === undefined) return 'begin'
  const level = isolationLevel === undefined ? '' : ` isolation level ${isolationLevel}`
  return `start transaction${level}${accessMode === undefined ? '' : ` ${accessMode}`}`
}

function toResult<Row>(answer: Answer, servedBy?: DatabaseIdentity): ServedResult<Row> {
  const rows = answer.rows as Row[]
  if (!WRITES.has(answer.command)) return { rows, servedBy }
  return { rows, servedBy, numAffectedRows: BigInt(answer.rowCount ?? 0) }
}
