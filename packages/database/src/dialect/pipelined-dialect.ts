import {
  CompiledQuery,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import pg from 'pg'
import { type ConnectionSettings, clientConfig } from '../connection/settings.ts'
import type { SharedConnections } from '../connection/shared-connections.ts'
import { Lease } from './lease.ts'

/** A connection that no transaction wanted for this long is closed. */
const IDLE_MS = 30_000

/** How Kysely speaks to PostgreSQL here: queries share pipelined connections, transactions have their own. */
export function pipelinedDialect(
  shared: SharedConnections,
  settings: ConnectionSettings,
  transactionConnections: number,
): Dialect {
  return {
    createDriver: () => createDriver(shared, settings, transactionConnections),
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  }
}

function createDriver(shared: SharedConnections, settings: ConnectionSettings, most: number): Driver {
  const exclusive = new pg.Pool({ ...clientConfig(settings), max: most, idleTimeoutMillis: IDLE_MS })
  // The pool drops an idle connection that breaks; without a listener the event would end the process.
  exclusive.on('error', () => {})

  return {
    async init() {},
    async acquireConnection() {
      return new Lease(shared, exclusive)
    },
    async beginTransaction(lease, transaction: TransactionSettings) {
      await (lease as Lease).begin(transaction)
    },
    async commitTransaction(lease) {
      await (lease as Lease).commit()
    },
    async rollbackTransaction(lease) {
      await (lease as Lease).rollback()
    },
    async savepoint(lease, name) {
      await lease.executeQuery(CompiledQuery.raw(`savepoint ${quoted(name)}`))
    },
    async rollbackToSavepoint(lease, name) {
      await lease.executeQuery(CompiledQuery.raw(`rollback to savepoint ${quoted(name)}`))
    },
    async releaseSavepoint(lease, name) {
      await lease.executeQuery(CompiledQuery.raw(`release savepoint ${quoted(name)}`))
    },
    async releaseConnection(lease) {
      ;(lease as Lease).release()
    },
    async destroy() {
      await Promise.all([shared.close(), exclusive.end()])
    },
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
