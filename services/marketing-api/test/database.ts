import { applyMigrations, openDatabase } from '@meridian/database'
import type { ThrowawayPostgres } from '@meridian/database/testing'
import { sql } from 'kysely'
import { seedCampaigns } from '../src/campaigns/seed.ts'

/** Migrates and seeds the server's `postgres` database, which the test file has to itself. */
export async function prepareDatabase(server: ThrowawayPostgres): Promise<string> {
  const settings = server.settings('postgres')
  await applyMigrations(settings)
  const { endpoint, credentials, database, tls } = settings
  await using seeding = openDatabase({
    reader: endpoint,
    writer: endpoint,
    credentials,
    database,
    tls,
    applicationName: 'seed',
  })
  await seedCampaigns(seeding.writer)
  return database
}

/** An empty database next to the prepared one. */
export async function createDatabase(server: ThrowawayPostgres, name: string): Promise<string> {
  const { endpoint, credentials, database, tls } = server.settings('postgres')
  await using creating = openDatabase({
    reader: endpoint,
    writer: endpoint,
    credentials,
    database,
    tls,
    applicationName: 'create',
  })
  await sql`create database ${sql.ref(name)}`.execute(creating.writer)
  return name
}
