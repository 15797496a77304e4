import type { CompiledQuery, DatabaseConnection, QueryResult, TransactionSettings } from 'kysely'
import type { PoolClient } from 'pg'
import type { ExclusiveConnections } from '../connection/exclusive-connections.ts'
import type { Answer, RoutedAnswer } from '../connection/session.ts'
import { statementName } from '../connection/statement-names.ts'
import { TransactionAbortedError } from '../errors.ts'
import { classifyFailure, isConnectionLost } from '../failures/classify.ts'
import type { DatabaseIdentity } from '../identity.ts'

/** Routes single statements. */
export interface StatementRoute {
  run(sql: string, parameters: readonly unknown[]): Promise<RoutedAnswer>
}

/** A result with the server that produced it and the time it was sent. */
export interface ServedResult<Row> extends QueryResult<Row> {
  readonly servedBy?: DatabaseIdentity | undefined
  readonly sentAtMs?: number
}

const WRITES: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/**
 * Kysely's connection for one query or one transaction.
 *
 * A query takes the route of its role, chosen when it is sent. A transaction takes its own connection at `begin`
 * and returns it on release; a connection in a doubtful state is closed instead.
 */
export class Lease implements DatabaseConnection {
  readonly #route: StatementRoute
  readonly #exclusive: ExclusiveConnections
  #client: PoolClient | undefined
  #isDoubtful = false
  #begun: Promise<unknown> | undefined

  constructor(route: StatementRoute, exclusive: ExclusiveConnections) {
    this.#route = route
    this.#exclusive = exclusive
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<ServedResult<Row>> {
    if (this.#client !== undefined)
      return toResult<Row>(await this.#runExclusive(query.sql, query.parameters))
    const { answer, identity, sentAtMs } = await this.#route.run(query.sql, query.parameters)
    return toResult<Row>(answer, identity, sentAtMs)
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
    // No running server refuses a plain BEGIN, so it is sent with the first statement, which saves one round trip to
    // another continent. Its result is checked before COMMIT.
    started.catch(() => {
      this.#isDoubtful = true
    })
    this.#begun = started
  }

  async commit(): Promise<void> {
    await this.#begun
    const { command } = await this.#runExclusive('commit', [])
    if (command === 'ROLLBACK') throw new TransactionAbortedError()
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
      // A new session may reach another server; this one never will.
      if (isConnectionLost(error) || isRefusedWrite(error)) this.#isDoubtful = true
      throw error
    }
  }
}

const isRefusedWrite = (error: unknown): boolean => classifyFailure(error) === 'refused-write'

function beginStatement({ isolationLevel, accessMode }: TransactionSettings): string {
  if (isolationLevel === undefined && accessMode === undefined) return 'begin'
  const level = isolationLevel === undefined ? '' : ` isolation level ${isolationLevel}`
  return `start transaction${level}${accessMode === undefined ? '' : ` ${accessMode}`}`
}

function toResult<Row>(answer: Answer, servedBy?: DatabaseIdentity, sentAtMs?: number): ServedResult<Row> {
  const rows = answer.rows as Row[]
  const told = { rows, servedBy, ...(sentAtMs === undefined ? {} : { sentAtMs }) }
  return WRITES.has(answer.command) ? { ...told, numAffectedRows: BigInt(answer.rowCount ?? 0) } : told
}
