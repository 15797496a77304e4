import {
  CompiledQuery,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import type { ExclusiveConnections } from '../connection/exclusive-connections.ts'
import { Lease, type StatementRoute } from './lease.ts'

/** Kysely's dialect for this package: queries share pipelined connections, transactions have their own. */
export function pipelinedDialect(route: StatementRoute, exclusive: ExclusiveConnections): Dialect {
  return {
    createDriver: () => createDriver(route, exclusive),
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  }
}

/** The database owns and closes the connections; Kysely only borrows them. */
function createDriver(route: StatementRoute, exclusive: ExclusiveConnections): Driver {
  return {
    async init() {},
    async acquireConnection() {
      return new Lease(route, exclusive)
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
    async destroy() {},
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
