import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../src/database.ts'
import { executeServed, type Served } from '../src/prepared.ts'
import { type Claim, claimKey, fingerprintOf, writeOnce } from '../src/write-once.ts'
import { createMigratedDatabase, openTestDatabase } from './databases.ts'
import { startThrowawayPostgres, type ThrowawayPostgres } from './throwaway-postgres.ts'

let server: ThrowawayPostgres
let database: Database
beforeAll(async () => {
  server = await startThrowawayPostgres()
  database = openTestDatabase(server, await createMigratedDatabase(server))
})
afterAll(async () => {
  await database.close()
  await server.stop()
})

function claim(key: string, request: Record<string, unknown> = { slug: key }): Claim {
  return {
    key: `key-${key}`,
    operation: 'create-campaign',
    fingerprint: fingerprintOf(request),
    outcome: { slug: key },
  }
}

/** Stores a campaign under the key: any write would do. */
async function createCampaign(key: Claim, slug: string): Promise<Served<boolean>> {
  const query = claimKey(database.writer, key)
    .with('stored', (db) =>
      db
        .insertInto('campaigns')
        .columns(['slug', 'model', 'starts_at'])
        .expression((eb) =>
          eb
            .selectFrom('claimed')
            .select([
              eb.val(slug).as('slug'),
              eb.val('m').as('model'),
              eb.cast<Date>(eb.val('2026-01-01'), 'timestamptz').as('starts_at'),
            ]),
        )
        .returning('id'),
    )
    .selectFrom('stored')
    .select('id')
  const { value, servedBy } = await executeServed(database.writer, query)
  return { value: value.length === 1, servedBy }
}

const stored = async (slug: string) =>
  (await database.writer.selectFrom('campaigns').select('id').where('slug', '=', slug).execute()).length

it('writes once for a key, however often it is asked', async () => {
  const key = claim('once')
  const results = await Promise.all(
    Array.from({ length: 8 }, () => writeOnce(database.writer, key, () => createCampaign(key, 'once'))),
  )
  expect(results.filter(({ status }) => status === 'written')).toHaveLength(1)
  expect(results.filter(({ status }) => status === 'repeated')).toHaveLength(7)
  expect(await stored('once')).toBe(1)
})

it('gives back the outcome of the first write', async () => {
  const key = claim('outcome')
  await writeOnce(database.writer, key, () => createCampaign(key, 'outcome'))
  await expect(writeOnce(database.writer, key, () => createCampaign(key, 'outcome'))).resolves.toMatchObject({
    status: 'repeated',
    outcome: { slug: 'outcome' },
  })
})

it('refuses a key that stood for another request', async () => {
  const key = claim('reused', { price: 1 })
  await writeOnce(database.writer, key, () => createCampaign(key, 'reused'))
  const other = claim('reused', { price: 2 })
  await expect(
    writeOnce(database.writer, other, () => createCampaign(other, 'other')),
  ).resolves.toMatchObject({
    status: 'key-reused',
  })
  expect(await stored('other')).toBe(0)
})

it('stores no key when its write is refused', async () => {
  const key = claim('refused')
  const refused = writeOnce(database.writer, key, () => createCampaign(key, 'Not A Slug'))
  await expect(refused).rejects.toMatchObject({ code: '23514' })
  await expect(writeOnce(database.writer, key, () => createCampaign(key, 'refused'))).resolves.toMatchObject({
    status: 'written',
  })
})

it('looks a write up whose answer was lost, and does not run it again', async () => {
  const key = claim('answer-lost')
  let runs = 0
  const result = await writeOnce(database.writer, key, async () => {
    runs += 1
    await createCampaign(key, 'answer-lost')
    throw new Error('Connection terminated unexpectedly')
  })
  expect(result).toMatchObject({ status: 'repeated', outcome: { slug: 'answer-lost' } })
  expect(runs).toBe(1)
})

it('runs a write again that never arrived', async () => {
  const key = claim('never-arrived')
  let runs = 0
  const result = await writeOnce(database.writer, key, async () => {
    runs += 1
    if (runs === 1) throw new Error('Connection terminated unexpectedly')
    return createCampaign(key, 'never-arrived')
  })
  expect(result).toMatchObject({ status: 'written' })
})

it('says that it does not know when the key cannot be looked up', async () => {
  await using away = openTestDatabase(server, 'postgres', { writer: { host: '127.0.0.1', port: 1 } })
  const attempt = writeOnce(away.writer, claim('unknown'), () =>
    Promise.reject(new Error('Connection terminated unexpectedly')),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'MERIDIAN_DATABASE_OUTCOME_UNKNOWN' })
})

it('takes the same fingerprint of the same fields in another order', () => {
  expect(fingerprintOf({ a: 1, b: { c: 2, d: undefined } })).toBe(fingerprintOf({ b: { c: 2 }, a: 1 }))
  expect(fingerprintOf({ a: 1 })).not.toBe(fingerprintOf({ a: '1' }))
})
