import { Kysely } from 'kysely'
import type { ReadonlyKysely } from 'kysely/readonly'
import type { ConnectionSettings, Credentials, Endpoint, Timeouts } from './connection/settings.ts'
import { SharedConnections } from './connection/shared-connections.ts'
import { pipelinedDialect } from './dialect/pipelined-dialect.ts'
import type { Schema } from './schema.ts'

/** The region's replica. It has no way to write: `insertInto` and its kin do not compile. */
export type Reader = ReadonlyKysely<Schema>

/** The primary, wherever it is. Reading from it is right only for what must not be stale. */
export type Writer = Kysely<Schema>

export interface DatabaseOptions {
  readonly reader: Endpoint
  readonly writer: Endpoint
  readonly credentials: Credentials
  readonly database: string
  readonly applicationName: string
  readonly tls?: 'verify' | 'off'
  readonly timeouts?: Partial<Timeouts>
  /** Shared connections per role; a pipelined connection carries some ten thousand statements a second. */
  readonly sharedConnections?: number
  /** Most transactions at one time, per role. */
  readonly transactionConnections?: number
}

export interface RoleLoad {
  readonly connections: number
  readonly inFlight: number
}

/** The services' way to their data: a reader here, a writer far away. */
export interface Database extends AsyncDisposable {
  readonly reader: Reader
  readonly writer: Writer
  load(): Readonly<Record<'reader' | 'writer', RoleLoad>>
  /** Lets queries under way finish, then closes every connection. */
  close(): Promise<void>
}

const DEFAULT_SHARED_CONNECTIONS = 2
const DEFAULT_TRANSACTION_CONNECTIONS = 8

/** Prepares both roles without connecting: the servers may come up later. */
export function openDatabase(options: DatabaseOptions): Database {
  const reader = openRole(options, 'reader')
  const writer = openRole(options, 'writer')
  let closing: Promise<void> | undefined

  async function close(): Promise<void> {
    closing ??= Promise.all([closeRole(reader), closeRole(writer)]).then(() => {})
    await closing
  }

  return {
    // Kysely's read-only form is a type: what may be sent is decided by the compiler here and by the server there.
    reader: reader.db as unknown as Reader,
    writer: writer.db,
    load: () => ({ reader: reader.shared.load, writer: writer.shared.load }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Role {
  readonly shared: SharedConnections
  readonly db: Kysely<Schema>
}

async function closeRole({ shared, db }: Role): Promise<void> {
  await db.destroy()
  // Kysely destroys only a driver that was used; a role that was not must refuse work all the same.
  await shared.close()
}

function openRole(options: DatabaseOptions, role: 'reader' | 'writer'): Role {
  const settings: ConnectionSettings = {
    endpoint: options[role],
    credentials: options.credentials,
    database: options.database,
    tls: options.tls ?? 'verify',
    applicationName: `${options.applicationName} ${role}`,
    ...(options.timeouts === undefined ? {} : { timeouts: options.timeouts }),
  }
  const size = options.sharedConnections ?? DEFAULT_SHARED_CONNECTIONS
  const shared = new SharedConnections({ role, settings, size })
  const dialect = pipelinedDialect(
    shared,
    settings,
    options.transactionConnections ?? DEFAULT_TRANSACTION_CONNECTIONS,
  )
  return { shared, db: new Kysely<Schema>({ dialect }) }
}
