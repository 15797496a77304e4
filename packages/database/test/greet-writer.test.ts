import pg from 'pg'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { clientConfig } from '../src/connection/settings.ts'
import { EpochBook } from '../src/routes/epoch-book.ts'
import { greetWriter } from '../src/routes/greet.ts'
import { asAdministrator } from './databases.ts'
import { startTwoRegions, type TwoRegions } from './two-regions.ts'

/** Longer than the test may take. */
const FOR_EVER_MS = 120_000

let regions: TwoRegions
beforeEach(async () => {
  regions = await startTwoRegions()
})
afterEach(() => regions[Symbol.asyncDispose]())

it('returns the waiting session as the writer’s once its replica is promoted', async () => {
  await using seoul = await connectToSeoul()
  const greeting = greetWriter(seoul.client, new EpochBook(), FOR_EVER_MS)
  await vi.waitUntil(async () => (await standingBy()) === 1)
  await asAdministrator(regions.seoul, 'postgres', 'select pg_promote()')
  expect((await greeting).identity).toMatchObject({ instance: 'meridian-apne2-1', role: 'writer' })
})

it('reports that a replica cannot write when it is not promoted in time', async () => {
  await using seoul = await connectToSeoul()
  await expect(greetWriter(seoul.client, new EpochBook(), 20)).rejects.toThrow('meridian-apne2-1')
})

async function connectToSeoul() {
  // It may wait for the promotion longer than a service's statement timeout allows.
  const settings = { ...regions.seoul.settings(regions.name), timeouts: { statementMs: FOR_EVER_MS } }
  const client = new pg.Client(clientConfig(settings))
  await client.connect()
  return { client, [Symbol.asyncDispose]: () => client.end() }
}

async function standingBy(): Promise<number> {
  const { rows } = await asAdministrator(
    regions.seoul,
    'postgres',
    "select count(*)::int as n from pg_stat_activity where query like 'do $$%' and state = 'active'",
  )
  return (rows[0] as { n: number }).n
}
