import { startThrowawayPostgres } from '@meridian/database/testing'
import { expect, it } from 'vitest'
import { migrateWithin } from '../src/migration/migrate-within.ts'

it('waits for a database that is still coming up', async () => {
  await using server = await startThrowawayPostgres()
  await server.crash()
  const said: string[] = []
  const migrating = migrateWithin(20_000, server.settings('postgres'), (line) => said.push(line))
  await expect.poll(() => said.some((line) => line.startsWith('waiting for the database'))).toBe(true)
  await server.restart()
  await expect(migrating).resolves.toMatchObject({ version: 3 })
  expect(said.at(-1)).toMatch(/^0003-consistency applied in \d+ ms$/)
})

it('gives up when its budget is spent, with the reason', async () => {
  await using server = await startThrowawayPostgres()
  await server.crash()
  await expect(migrateWithin(0, server.settings('postgres'), () => {})).rejects.toThrow('ECONNREFUSED')
})

it('does not wait for what waiting cannot mend', async () => {
  await using server = await startThrowawayPostgres()
  await expect(migrateWithin(20_000, server.settings('no_such_database'), () => {})).rejects.toMatchObject({
    code: '3D000',
  })
})
