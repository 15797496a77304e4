import pg from 'pg'
import { type Database, type DatabaseOptions, openDatabase } from '../src/database.ts'
import { applyMigrations } from '../src/migrate.ts'
import type { ThrowawayPostgres } from './throwaway-postgres.ts'

let created = 0

/** An empty database on the server; its name is unique in the file. */
export async function createDatabase(server: ThrowawayPostgres): Promise<string> {
  created += 1
  const name = `test_${created}`
  await asAdministrator(server, 'postgres', `create database ${name}`)
  return name
}

/** A database that has this package's schema. */
export async function createMigratedDatabase(server: ThrowawayPostgres): Promise<string> {
  const name = await createDatabase(server)
  await applyMigrations(server.settings(name))
  return name
}

/** Runs a statement as the superuser, outside the code under test. */
export async function asAdministrator(
  server: ThrowawayPostgres,
  database: string,
  sql: string,
): Promise<pg.QueryResult> {
  const client = new pg.Client({ host: '127.0.0.1', port: server.port, user: 'postgres', database })
  client.on('error', () => {})
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}

/** A database that reads from and writes to one server. */
export function openTestDatabase(
  server: ThrowawayPostgres,
  database: string,
  options: Partial<DatabaseOptions> = {},
): Database {
  const { endpoint, credentials, tls } = server.settings(database)
  return openDatabase({
    reader: endpoint,
    writer: endpoint,
    credentials,
    database,
    tls,
    applicationName: 'test',
    ...options,
  })
}
