import { type ConnectionSettings, openDatabase } from '@meridian/database'
import { startThrowawayPostgres } from '@meridian/database/testing'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { migrateWithin, seedWithin } from '../src/migration/migrate-within.ts'

it('waits for a database that is still coming up', async () => {
  await using server = await startThrowawayPostgres()
  await server.crash()
  const said: string[] = []
  const migrating = migrateWithin(20_000, server.settings('postgres'), (line) => said.push(line))
  await expect.poll(() => said.some((line) => line.startsWith('waiting for the database'))).toBe(true)
  await server.restart()
  await expect(migrating).resolves.toMatchObject({ version: 4 })
  expect(said.at(-1)).toMatch(/^0004-majority applied in \d+ ms$/)
})

it('gives up when its budget is spent, with the reason', async () => {
  await using server = await startThrowawayPostgres()
  await server.crash()
  await expect(migrateWithin(0, server.settings('postgres'), () => {})).rejects.toThrow('ECONNREFUSED')
})

it('does not wait for an error that waiting cannot fix', async () => {
  await using server = await startThrowawayPostgres()
  await expect(migrateWithin(20_000, server.settings('no_such_database'), () => {})).rejects.toMatchObject({
    code: '3D000',
  })
})

/** A throwaway server does not wait for its disk: without this, its crash would undo the migrations. */
async function onDisk({ endpoint, ...settings }: ConnectionSettings): Promise<void> {
  await using database = openDatabase({ ...settings, reader: endpoint, writer: endpoint })
  await sql`checkpoint`.execute(database.writer)
}

it('seeds once a database that was lost after the migrations is back, and only once', async () => {
  await using server = await startThrowawayPostgres()
  const settings = server.settings('postgres')
  await migrateWithin(20_000, settings, () => {})
  await onDisk(settings)
  await server.crash()
  const said: string[] = []
  const seeding = seedWithin(60_000, settings, (line) => said.push(line))
  await expect
    .poll(() => said.some((line) => line.startsWith('waiting for the database')), { timeout: 20_000 })
    .toBe(true)
  await server.restart()
  const { created } = await seeding
  expect(created.length).toBeGreaterThan(0)
  await expect(seedWithin(0, settings, () => {})).resolves.toEqual({ created: [], kept: created })
}, 60_000)
