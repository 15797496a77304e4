import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Database } from '../src/index.ts'
import { asAdministrator } from './databases.ts'
import { writeNote } from './notes.ts'
import type { ThrowawayPostgres } from './throwaway-postgres.ts'
import { startTwoRegions, type TwoRegions } from './two-regions.ts'
import { openUnreliablePath, type UnreliablePath } from './unreliable-path.ts'

const WATCH_MS = 50
const ISOLATION_MS = 300
const PARK_MS = 100

let regions: TwoRegions
let toSeoul: UnreliablePath
let toVirginia: UnreliablePath
beforeEach(async () => {
  regions = await startTwoRegions()
  toSeoul = await openUnreliablePath(regions.seoul.port)
  toVirginia = await openUnreliablePath(regions.virginia.port)
})
afterEach(async () => {
  await regions[Symbol.asyncDispose]()
  await toSeoul[Symbol.asyncDispose]()
  await toVirginia[Symbol.asyncDispose]()
})

describe('a service beside the writer', () => {
  it('stops writing when the other regions fall silent, and goes on when one speaks again', async () => {
    const database = openInVirginia()
    await writeNote(database, 'before')
    await untilAsked(regions.seoul)
    toSeoul.cut()
    await vi.waitUntil(() => isRefused(database), { timeout: 10_000 })

    toSeoul.heal()
    await vi.waitUntil(async () => !(await isRefused(database)), { timeout: 10_000 })
    await expect(writeNote(database, 'after')).resolves.toMatchObject({ status: 'written' })
  })

  it('goes on writing when it never heard of another region: it may be the last one', async () => {
    toSeoul.cut()
    const database = openInVirginia()
    await writeNote(database, 'before')
    await untilWatchedFor(database, 3 * ISOLATION_MS)
    await expect(writeNote(database, 'alone')).resolves.toMatchObject({ status: 'written' })
  })
})

describe('a service far from the writer', () => {
  it('goes on writing whatever the other regions say: the writer would not know of its silence', async () => {
    const database = regions.open({
      otherReaders: [toVirginia.endpoint],
      watchEveryMs: WATCH_MS,
      isolationMs: ISOLATION_MS,
    })
    await writeNote(database, 'before')
    await untilAsked(regions.virginia)
    toVirginia.cut()
    await untilWatchedFor(database, 3 * ISOLATION_MS)
    await expect(writeNote(database, 'from-afar')).resolves.toMatchObject({ status: 'written' })
  })
})

/** A database as a task beside the writer has it. */
function openInVirginia(): Database {
  const { endpoint } = regions.virginia.settings(regions.name)
  return regions.open({
    reader: endpoint,
    writer: endpoint,
    otherReaders: [toSeoul.endpoint],
    watchEveryMs: WATCH_MS,
    isolationMs: ISOLATION_MS,
    parking: { budgetMs: PARK_MS },
  })
}

async function isRefused(database: Database): Promise<boolean> {
  try {
    await writeNote(database, 'probe')
    return false
  } catch (error) {
    expect(error).toMatchObject({ code: 'MERIDIAN_DATABASE_WRITER_UNAVAILABLE' })
    return true
  }
}

/** A session that is idle after the question has been answered. */
async function untilAsked(server: ThrowawayPostgres): Promise<void> {
  const answered = `select count(*)::int as n from pg_stat_activity
    where application_name like 'test %' and state = 'idle' and query like '%heartbeat%'`
  await vi.waitUntil(async () => {
    const { rows } = await asAdministrator(server, 'postgres', answered)
    return Number(rows[0]?.n) > 0
  })
}

async function untilWatchedFor(database: Database, ms: number): Promise<void> {
  const startedAtMs = Date.now()
  await vi.waitUntil(() => (database.lag?.measuredAt.getTime() ?? 0) > startedAtMs + ms, { timeout: 10_000 })
}
