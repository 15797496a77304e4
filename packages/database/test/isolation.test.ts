import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Database } from '../src/index.ts'
import { asAdministrator } from './databases.ts'
import { writeNote } from './notes.ts'
import { startTwoRegions, type TwoRegions } from './two-regions.ts'
import { openUnreliablePath, type UnreliablePath } from './unreliable-path.ts'

const WATCH_MS = 50
const LEASE_MS = 400
/** Longer than a session takes to open on a busy machine, so that the refusal comes from the writer. */
const PARK_MS = 1_000
const REFUSED = { code: 'MERIDIAN_DATABASE_MAJORITY_LOST', retryAfterSeconds: 2 }

let regions: TwoRegions
let fromSeoul: UnreliablePath
beforeEach(async () => {
  regions = await startTwoRegions()
  fromSeoul = await openUnreliablePath(regions.virginia.port)
  await atWriter(`update writer_epoch set lease_ms = ${LEASE_MS}`)
})
afterEach(async () => {
  await regions[Symbol.asyncDispose]()
  await fromSeoul[Symbol.asyncDispose]()
})

describe('a writer cut off from its neighbours', () => {
  it('refuses writes of a running service, and accepts them again when a neighbour renews', async () => {
    const database = openInVirginia()
    openInSeoul()
    await untilRegistered('us-east-1', 'ap-northeast-2')
    await writeNote(database, 'before')
    await untilCutOff()
    await expect(writeNote(database, 'alone')).rejects.toMatchObject(REFUSED)

    fromSeoul.heal()
    await vi.waitUntil(() => hasMajority(), { timeout: 10_000 })
    await expect(writeNote(database, 'after')).resolves.toMatchObject({ status: 'written' })
  })

  it('refuses writes of a service that starts after the cut', async () => {
    openInVirginia()
    openInSeoul()
    await untilRegistered('us-east-1', 'ap-northeast-2')
    await untilCutOff()
    const replacement = await untilConnected(openInVirginia())
    await expect(writeNote(replacement, 'replaced')).rejects.toMatchObject(REFUSED)
    await expect(
      replacement.transaction('key', (transaction) =>
        transaction.deleteFrom('campaigns').where('slug', '=', 'none').execute(),
      ),
    ).rejects.toMatchObject(REFUSED)
  })

  it('does not count a renewal that arrives after its lease has expired', async () => {
    const database = openInVirginia()
    openInSeoul()
    await untilRegistered('us-east-1', 'ap-northeast-2')
    await untilCutOff()
    await atWriter(
      `select renew_support('ap-northeast-2', epoch, clock_timestamp() - interval '${LEASE_MS} ms', 0) from writer_epoch`,
    )
    await expect(writeNote(database, 'held-up')).rejects.toMatchObject(REFUSED)
  })

  it('releases a waiting write as soon as a neighbour renews', async () => {
    const database = openInVirginia({ budgetMs: 10_000 })
    openInSeoul()
    await untilRegistered('us-east-1', 'ap-northeast-2')
    await untilCutOff()
    const waiting = writeNote(database, 'patient')
    await vi.waitUntil(() => database.load().writer.parked === 1, { timeout: 10_000 })
    fromSeoul.heal()
    await expect(waiting).resolves.toMatchObject({ status: 'written' })
  })
})

describe('a region that never registered', () => {
  it('is not waited for', async () => {
    const database = openInVirginia()
    await untilRegistered('us-east-1')
    await expect(writeNote(database, 'only-one')).resolves.toMatchObject({ status: 'written' })
  })
})

describe('a writer that has just been promoted in another region', () => {
  it('accepts writes for the length of one lease before any neighbour has renewed', async () => {
    await atWriter(`insert into region_support values ('us-east-1', '-infinity'), ('us-west-2', '-infinity')`)
    await atWriter('update writer_epoch set lease_ms = 60000')
    await vi.waitUntil(async () => (await leaseInSeoul()) === 60_000)
    await regions.promoteSeoul()
    await expect(writeNote(await untilConnected(regions.open()), 'promoted')).resolves.toMatchObject({
      status: 'written',
    })
    await asAdministrator(regions.seoul, regions.name, 'update writer_epoch set lease_ms = 1')
    const database = await untilConnected(regions.open({ parking: { budgetMs: PARK_MS } }))
    await expect(writeNote(database, 'later')).rejects.toMatchObject(REFUSED)
  })
})

// INV-DATABASE-12
describe('the last region standing', () => {
  it('accepts writes once an operator has declared it, until a neighbour renews', async () => {
    const database = openInVirginia()
    openInSeoul()
    await untilRegistered('us-east-1', 'ap-northeast-2')
    await untilCutOff()
    await expect(writeNote(database, 'before')).rejects.toMatchObject(REFUSED)
    const [said] = await atWriter(`select declare_last_region('us-east-1', epoch) as ok from writer_epoch`)
    expect(said).toEqual({ ok: true })
    await expect(writeNote(database, 'alone')).resolves.toMatchObject({ status: 'written' })
    await expect(writeNote(await untilConnected(openInVirginia()), 'fresh')).resolves.toMatchObject({
      status: 'written',
    })

    fromSeoul.heal()
    await vi.waitUntil(async () => (await lastRegion()) === null, { timeout: 10_000 })
    await untilCutOff()
    await expect(writeNote(database, 'alone-again')).rejects.toMatchObject(REFUSED)
  })

  it('cannot be declared for a writer with a majority, nor for a past epoch', async () => {
    openInVirginia()
    openInSeoul()
    await untilRegistered('us-east-1', 'ap-northeast-2')
    const declare = (epoch: string) =>
      atWriter(`select declare_last_region('us-east-1', ${epoch}) as ok from writer_epoch`)
    expect(await declare('epoch')).toEqual([{ ok: false }])
    await untilCutOff()
    expect(await declare('epoch - 1')).toEqual([{ ok: false }])
    expect(await lastRegion()).toBeNull()
  })
})

it('a writer that receives renewals from a region is not polled as well, until it goes silent', async () => {
  const { endpoint } = regions.virginia.settings(regions.name)
  const common = { region: 'ap-northeast-2', watchEveryMs: WATCH_MS }
  const database = regions.open({ ...common, writer: fromSeoul.endpoint, otherReaders: [endpoint] })
  database.warm()
  await untilRegistered('ap-northeast-2')
  const renewedAt = async () => (await atWriter('select renewed_at::text as at from region_support'))[0]?.at
  const askedAt = async () =>
    (
      await atWriter(
        `select query_start::text as at from pg_stat_activity where application_name = 'test reader'`,
      )
    )[0]?.at
  await vi.waitUntil(
    async () => {
      const [asked, renewed] = [await askedAt(), await renewedAt()]
      await vi.waitUntil(async () => (await renewedAt()) !== renewed, { timeout: 10_000 })
      return asked !== undefined && (await askedAt()) === asked
    },
    { timeout: 10_000 },
  )
  const last = await askedAt()
  fromSeoul.cut()
  await vi.waitUntil(async () => (await askedAt()) !== last, { timeout: 10_000 })
})

it('a region keeps renewing while answers are pending, so that a slow link does not expire its lease', async () => {
  openInSeoul({ silenceMs: 60_000 }).warm()
  await untilRegistered('ap-northeast-2')
  fromSeoul.silence()
  // One renewal may already have been due, and another connection may have been opening.
  await vi.waitUntil(() => fromSeoul.toldInSilence > 5, { timeout: 10_000 })
  fromSeoul.heal()
})

/** The database of a task in the writer's region. */
function openInVirginia(parking = { budgetMs: PARK_MS }): Database {
  const { endpoint } = regions.virginia.settings(regions.name)
  return regions.open({
    region: 'us-east-1',
    reader: endpoint,
    writer: endpoint,
    watchEveryMs: WATCH_MS,
    parking,
  })
}

/** The database of a task far from the writer. */
function openInSeoul(timeouts = {}): Database {
  const region = 'ap-northeast-2'
  return regions.open({ region, writer: fromSeoul.endpoint, watchEveryMs: WATCH_MS, timeouts })
}

/** After this, a write can only be waiting for a majority. */
async function untilConnected(database: Database): Promise<Database> {
  database.warm()
  await vi.waitUntil(() => database.load().writer.connections > 0, { timeout: 10_000 })
  return database
}

async function atWriter(sql: string): Promise<readonly Record<string, unknown>[]> {
  return (await asAdministrator(regions.virginia, regions.name, sql)).rows
}

async function untilRegistered(...names: string[]): Promise<void> {
  await vi.waitUntil(
    async () => {
      const rows = await atWriter('select region from region_support')
      return names.every((name) => rows.some(({ region }) => region === name))
    },
    { timeout: 10_000 },
  )
}

/** Waits until Seoul's support has expired. A lost majority is no proof: on a busy machine Virginia may be late too. */
async function untilCutOff(): Promise<void> {
  fromSeoul.cut()
  const isOut = `select renewed_at < clock_timestamp() - interval '${LEASE_MS} ms' as ok
    from region_support where region = 'ap-northeast-2'`
  await vi.waitUntil(async () => (await atWriter(isOut))[0]?.ok === true, { timeout: 10_000 })
}

async function hasMajority(): Promise<boolean> {
  return (await atWriter('select writer_has_majority() as ok'))[0]?.ok === true
}

async function leaseInSeoul(): Promise<unknown> {
  const sql = 'select lease_ms from writer_epoch'
  return (await asAdministrator(regions.seoul, regions.name, sql)).rows[0]?.lease_ms
}

async function lastRegion(): Promise<unknown> {
  return (await atWriter('select last_region from writer_epoch'))[0]?.last_region
}
