import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyMigrations } from '../src/migrate.ts'
import { readMigrations } from '../src/migration-files.ts'
import { judgeSchema, readSchemaState, requiredSchemaVersion } from '../src/schema-version.ts'
import { asAdministrator, createDatabase, openTestDatabase } from './databases.ts'
import { startThrowawayPostgres, type ThrowawayPostgres } from './throwaway-postgres.ts'

let server: ThrowawayPostgres
beforeAll(async () => {
  server = await startThrowawayPostgres()
})
afterAll(() => server.stop())

const count = async (database: string) =>
  (await asAdministrator(server, database, 'select count(*)::int as n from schema_versions')).rows[0]
    .n as number

describe('applyMigrations', () => {
  it('applies each migration once and reports which', async () => {
    const database = await createDatabase(server)
    const told: string[] = []
    const first = await applyMigrations(server.settings(database), {
      onApplied: ({ name }) => told.push(name),
    })
    const second = await applyMigrations(server.settings(database))
    expect(first.version).toBe(requiredSchemaVersion())
    expect(told).toEqual(readMigrations().map(({ name }) => name))
    expect(second).toEqual({ applied: [], version: first.version })
  })

  it('produces one schema when twenty processes start at once', async () => {
    const database = await createDatabase(server)
    const results = await Promise.all(
      Array.from({ length: 20 }, () => applyMigrations(server.settings(database))),
    )
    expect(results.flatMap(({ applied }) => applied)).toHaveLength(readMigrations().length)
    expect(await count(database)).toBe(readMigrations().length)
  })

  it('leaves no trace of a migration that fails', async () => {
    const database = await createDatabase(server)
    const broken = {
      version: 1,
      name: '0001-broken',
      sql: 'create table half (id int); select no_such_function();',
      checksum: 'c',
      oldestProgram: 0,
    }
    await expect(applyMigrations(server.settings(database), { migrations: [broken] })).rejects.toMatchObject({
      code: '42883',
    })
    const tables = await asAdministrator(
      server,
      database,
      "select to_regclass('half') as half, to_regclass('schema_versions') as versions",
    )
    expect(tables.rows[0]).toEqual({ half: null, versions: null })
  })

  it('refuses a migration that was edited after it was applied', async () => {
    const database = await createDatabase(server)
    await applyMigrations(server.settings(database))
    const [first, ...rest] = readMigrations()
    await expect(
      applyMigrations(server.settings(database), {
        migrations: [{ ...first!, checksum: 'edited' }, ...rest],
      }),
    ).rejects.toMatchObject({ code: 'MERIDIAN_DATABASE_MIGRATION_EDITED' })
  })

  it('accepts a schema that a newer program has migrated', async () => {
    const database = await createDatabase(server)
    const newer = {
      version: requiredSchemaVersion() + 1,
      name: 'next',
      sql: 'select 1',
      checksum: 'n',
      oldestProgram: 1,
    }
    await applyMigrations(server.settings(database), { migrations: [...readMigrations(), newer] })
    await expect(applyMigrations(server.settings(database))).resolves.toMatchObject({
      applied: [],
      version: newer.version,
    })
  })
})

describe('readSchemaState', () => {
  it('returns version 0 before the first migration, so that a service waits', async () => {
    await using database = openTestDatabase(server, await createDatabase(server))
    const state = await readSchemaState(database.reader)
    expect(state).toEqual({ version: 0, oldestProgram: 0 })
    expect(judgeSchema(state, requiredSchemaVersion())).toBe('wait')
  })

  it('sees new migrations on the connection that had seen none', async () => {
    const name = await createDatabase(server)
    await using database = openTestDatabase(server, name)
    await readSchemaState(database.reader)
    await applyMigrations(server.settings(name))
    expect(judgeSchema(await readSchemaState(database.reader), requiredSchemaVersion())).toBe('ready')
  })
})
