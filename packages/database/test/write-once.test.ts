import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../src/database.ts'
import { OutcomeUnknownError } from '../src/errors.ts'
import { type Claim, fingerprintOf } from '../src/write-once.ts'
import { asAdministrator, createMigratedDatabase, openTestDatabase } from './databases.ts'
import { storeNote } from './notes.ts'
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
const createCampaign = (key: Claim, slug: string, through: Database = database) =>
  through.writeOnce(key, (claimed) => storeNote(claimed, slug))

const stored = async (slug: string) =>
  (await database.writer.selectFrom('campaigns').select('id').where('slug', '=', slug).execute()).length

// INV-DATABASE-2
it('writes once per key, however often it is called', async () => {
  const key = claim('once')
  const results = await Promise.all(Array.from({ length: 8 }, () => createCampaign(key, 'once')))
  expect(results.filter(({ status }) => status === 'written')).toHaveLength(1)
  expect(results.filter(({ status }) => status === 'repeated')).toHaveLength(7)
  expect(await stored('once')).toBe(1)
})

it('returns the outcome of the first write', async () => {
  const key = claim('outcome')
  await createCampaign(key, 'outcome')
  await expect(createCampaign(key, 'outcome')).resolves.toMatchObject({
    status: 'repeated',
    outcome: { slug: 'outcome' },
  })
})

it('refuses a key that was used for another request', async () => {
  await createCampaign(claim('reused', { price: 1 }), 'reused')
  await expect(createCampaign(claim('reused', { price: 2 }), 'other')).resolves.toMatchObject({
    status: 'key-reused',
  })
  expect(await stored('other')).toBe(0)
})

it('stores no key when its write is refused', async () => {
  const key = claim('refused')
  await expect(createCampaign(key, 'Not A Slug')).rejects.toMatchObject({ code: '23514' })
  await expect(createCampaign(key, 'refused')).resolves.toMatchObject({ status: 'written' })
})

it('computes the same fingerprint for the same fields in another order', () => {
  expect(fingerprintOf({ a: 1, b: { c: 2, d: undefined } })).toBe(fingerprintOf({ b: { c: 2 }, a: 1 }))
  expect(fingerprintOf({ a: 1 })).not.toBe(fingerprintOf({ a: '1' }))
})

it('fails at its budget when the writer hangs, and its key reveals the outcome later', async () => {
  const name = await createMigratedDatabase(server)
  const budgetMs = 300
  await using hanging = openTestDatabase(server, name, {
    parking: { budgetMs },
    timeouts: { statementMs: 30_000, lockMs: 30_000, silenceMs: 30_000 },
  })
  await createCampaign(claim('first'), 'first', hanging)
  const locked = asAdministrator(
    server,
    name,
    'begin; lock table campaigns in access exclusive mode; select pg_sleep(4); commit',
  )
  await expect
    .poll(async () => (await asAdministrator(server, name, LOCKS)).rowCount, { interval: 20 })
    .toBeGreaterThan(0)
  const begunMs = performance.now()
  const key = claim('hanging')
  await expect(createCampaign(key, 'hanging', hanging)).rejects.toBeInstanceOf(OutcomeUnknownError)
  expect(performance.now() - begunMs).toBeLessThan(3_000)
  await locked
  await expect(createCampaign(key, 'hanging', hanging)).resolves.toMatchObject({ status: 'repeated' })
})

const LOCKS = "select from pg_locks where mode = 'AccessExclusiveLock' and relation = 'campaigns'::regclass"
