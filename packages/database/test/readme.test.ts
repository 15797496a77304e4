import { afterAll, beforeAll, expect, it } from 'vitest'
import { fingerprintOf, openDatabase, prepareRead, WriterUnavailableError } from '../src/index.ts'
import { createMigratedDatabase } from './databases.ts'
import { startThrowawayPostgres, type ThrowawayPostgres } from './throwaway-postgres.ts'

// README.md shows the code between "begin" and "end" verbatim; `readme-snippets.test.ts` compares the two.

let server: ThrowawayPostgres
let name: string
beforeAll(async () => {
  server = await startThrowawayPostgres(['cluster_name=meridian-use1-1'])
  name = await createMigratedDatabase(server)
})
afterAll(() => server.stop())

it('opens, reads, writes and finds what it wrote', async () => {
  const { endpoint, credentials, tls } = server.settings(name)
  const [reader, oregon, virginia, writer] = [endpoint, endpoint, endpoint, endpoint]
  // begin open
  await using database = openDatabase({
    reader,
    otherReaders: [oregon, virginia],
    writer,
    credentials,
    database: name,
    applicationName: 'marketing-api',
    parking: { budgetMs: 8_000, most: 500 },
    watchEveryMs: 250,
    region: 'ap-northeast-2',
    tls,
  })
  database.warm()
  // end open

  // begin read
  const bySlug = prepareRead((db, { slug }: { slug: string }) =>
    db.selectFrom('campaigns').select(['id', 'model']).where('slug', '=', slug),
  )
  const { value, servedBy } = await bySlug(database.reader, { slug: 'haneul' })
  // end read
  expect([value, servedBy?.instance]).toEqual([[], 'meridian-use1-1'])

  const request = { slug: 'haneul' }
  // begin write
  const claim = {
    key: 'made-by-the-client',
    operation: 'create-campaign',
    fingerprint: fingerprintOf(request),
    outcome: request,
  }
  const written = await database.writeOnce(claim, (claimed) =>
    claimed.with('stored', (db) =>
      db
        .insertInto('campaigns')
        .columns(['slug', 'model', 'starts_at'])
        .expression((eb) =>
          eb
            .selectFrom('claimed')
            .select([
              eb.val('haneul').as('slug'),
              eb.val('Haneul 7').as('model'),
              eb.cast<Date>(eb.val('2026-01-01'), 'timestamptz').as('starts_at'),
            ]),
        ),
    ),
  )
  // end write
  expect(written.status).toBe('written')

  // begin find
  const found = await database.read(bySlug, { slug: 'haneul' }, { token: written.token })
  // end find
  expect(found).toMatchObject({ value: [{ model: 'Haneul 7' }], isFresh: true })
})

it('says when to come back', async () => {
  const { endpoint, credentials, tls } = server.settings(name)
  await using database = openDatabase({
    reader: endpoint,
    writer: { host: '127.0.0.1', port: 1 },
    credentials,
    database: name,
    applicationName: 'readme',
    parking: { budgetMs: 50 },
    tls,
  })
  const claim = { key: 'nobody-there', operation: 'o', fingerprint: 'f', outcome: {} }
  const error = await database.writeOnce(claim, (claimed) => claimed).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(WriterUnavailableError)
  expect(error).toMatchObject({ retryAfterSeconds: 1 })
})
