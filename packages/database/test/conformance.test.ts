import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asAdministrator } from './databases.ts'
import { countNotes, findNote, writeNote } from './notes.ts'
import { startTwoRegions, type TwoRegions } from './two-regions.ts'

// Numbers are those of the conformance list for Aurora's clients; README.md and SPEC.md refer to them.

let regions: TwoRegions
beforeEach(async () => {
  regions = await startTwoRegions()
})
afterEach(() => regions[Symbol.asyncDispose]())

describe('(16) a pooled connection to a demoted writer', () => {
  it('is dropped after 25006, and the write reaches the new writer once', async () => {
    const database = regions.open()
    await writeNote(database, 'before')
    await regions.untilCaughtUp()
    // Sessions stay up and refuse writes, as a demoted writer's do.
    await demote(regions)
    await regions.promoteSeoul()
    const written = await writeNote(database, 'after')
    expect(written).toMatchObject({ status: 'written', servedBy: { instance: 'meridian-apne2-1' } })
    expect(await countNotes(database, 'after')).toBe(1)
  })
})

describe('(17) "Connection terminated unexpectedly", which has no code', () => {
  it('is retried when it was a read', async () => {
    const database = regions.open({ reader: regions.writerName.endpoint })
    await findNote(database.reader, { slug: 'asked-twice' })
    // A prepared statement is sent without its text.
    regions.writerName.loseAnswerTo('asked-twice')
    await expect(findNote(database.reader, { slug: 'asked-twice' })).resolves.toMatchObject({ value: [] })
    expect(regions.writerName.lostAnswers).toBe(1)
  })
})

describe('(18) a commit whose answer is lost', () => {
  it('is not run twice', async () => {
    const database = regions.open()
    await writeNote(database, 'warm')
    regions.writerName.loseAnswerTo('once')
    await expect(writeNote(database, 'once')).resolves.toMatchObject({
      status: 'repeated',
      outcome: { slug: 'once' },
    })
    expect(await countNotes(database, 'once')).toBe(1)
  })
})

describe('(18) a commit whose answer is lost, with no server left to ask', () => {
  it('is reported as outcome unknown', async () => {
    const database = regions.open({ parking: { budgetMs: 200 } })
    await writeNote(database, 'warm')
    regions.writerName.loseAnswerTo('unknown')
    regions.writerName.leadTo(1)
    await expect(writeNote(database, 'unknown')).rejects.toMatchObject({
      code: 'MERIDIAN_DATABASE_OUTCOME_UNKNOWN',
    })
  })
})

describe('(19) reading one’s own writes under lag', () => {
  it('is never stale: the writer answers when no reader has caught up', async () => {
    const database = regions.open({ catchUpMs: 30 })
    await regions.pauseReplication()
    const { token } = await writeNote(database, 'lagging')
    const read = await database.read(findNote, { slug: 'lagging' }, { token })
    expect(read.value).toHaveLength(1)
    expect(read.servedBy.role).toBe('writer')
    await expect(findNote(database.reader, { slug: 'lagging' })).resolves.toMatchObject({ value: [] })
  })

  it('waits for the nearest reader within its budget', async () => {
    const database = regions.open({ catchUpMs: 5_000 })
    await regions.pauseReplication()
    const { token } = await writeNote(database, 'waiting')
    const reading = database.read(findNote, { slug: 'waiting' }, { token })
    await regions.resumeReplication()
    await expect(reading).resolves.toMatchObject({
      value: [{ slug: 'waiting' }],
      servedBy: { role: 'reader' },
    })
    expect(database.waits.consistencyWaits).toBe(1)
  })

  it('fails rather than returns stale data when no server has it, and returns data with its age on request', async () => {
    const database = regions.open({ catchUpMs: 30 })
    await regions.pauseReplication()
    const { token } = await writeNote(database, 'unreachable')
    await regions.virginia.crash()
    await expect(database.read(findNote, { slug: 'unreachable' }, { token })).rejects.toMatchObject({
      code: 'MERIDIAN_DATABASE_NOT_CAUGHT_UP',
    })
    await expect(
      database.read(findNote, { slug: 'unreachable' }, { token, mustBeFresh: 'if-possible' }),
    ).resolves.toMatchObject({ value: [], isFresh: false })
  })
})

describe('(20) a change of epoch', () => {
  // INV-DATABASE-8
  it('voids the demands of older tokens: reads do not wait for lost writes', async () => {
    const database = regions.open({ catchUpMs: 30 })
    await writeNote(database, 'kept')
    await regions.untilCaughtUp()
    await regions.cutReplication()
    const { token } = await writeNote(database, 'lost')
    const before = database.epoch
    await regions.virginia.crash()
    await regions.promoteSeoul()
    await writeNote(database, 'after')
    expect(database.epoch).toBeGreaterThan(before)
    const read = await database.read(findNote, { slug: 'lost' }, { token })
    expect(read).toMatchObject({ value: [], isFresh: true })
    expect(read.token).not.toBe(token)
  })

  // INV-DATABASE-4, INV-DATABASE-5
  it('reaches every writer that learns of it, and the old one accepts no more writes', async () => {
    const isolated = regions.open({
      writer: regions.virginia.settings(regions.name).endpoint,
      parking: { budgetMs: 300 },
    })
    await writeNote(isolated, 'before')
    await regions.untilCaughtUp()
    await regions.promoteSeoul()
    const elsewhere = regions.open()
    const { token } = await writeNote(elsewhere, 'new-epoch')
    // The former writer's services do not know of the new epoch: drill reports count these writes.
    await expect(writeNote(isolated, 'split-brain')).resolves.toMatchObject({ status: 'written' })
    const impatient = regions.open({
      writer: regions.virginia.settings(regions.name).endpoint,
      parking: { budgetMs: 100 },
    })
    await expect(writeNote(impatient, 'visitor-returns', token)).rejects.toMatchObject({
      code: 'MERIDIAN_DATABASE_WRITER_UNAVAILABLE',
    })
    // The visitor's token has fenced the server itself, for every service that is connected to it.
    await expect(writeNote(isolated, 'too-late')).rejects.toMatchObject({
      code: 'MERIDIAN_DATABASE_WRITER_UNAVAILABLE',
    })
  })
})

/** Makes Virginia's sessions read-only, as clients of a demoted writer see them. */
async function demote({ virginia }: TwoRegions): Promise<void> {
  await asAdministrator(virginia, 'postgres', 'alter system set default_transaction_read_only = on')
  await asAdministrator(virginia, 'postgres', 'select pg_reload_conf()')
}
