import { manualPacing } from '@meridian/operator-tools/testing'
import { describe, expect, it } from 'vitest'
import { FakeGlobalDatabase, LIMITS, sampleOperation } from '../test/fake-global-database.ts'
import type { GlobalDatabaseControl } from './global-database.ts'
import type { JournalEntry } from './journal.ts'
import { runOperation } from './run-operation.ts'
import type { OperationState } from './states.ts'

const operation = sampleOperation()

function run(control: GlobalDatabaseControl, options: Partial<Parameters<typeof runOperation>[0]> = {}) {
  const entries: JournalEntry[] = []
  const journal = { append: (entry: JournalEntry) => void entries.push(entry) }
  const pacing = manualPacing()
  const base = { operation, state: 'planned' as OperationState, control, journal, pacing, limits: LIMITS }
  return { entries, ended: runOperation({ ...base, ...options }) }
}

describe('an operation', () => {
  it('ends when the target writes and every member follows', async () => {
    const { entries, ended } = run(new FakeGlobalDatabase())
    expect(await ended).toMatchObject({ state: 'done', isOverdue: false })
    const events = entries.map(({ event }) => event)
    expect(events).toEqual(['callIntended', 'accepted', 'seenPromoted', 'seenConnected'])
  })

  it('of a failover ends when the target writes', async () => {
    const database = new FakeGlobalDatabase({ looksToConnection: 1_000_000 })
    const { entries, ended } = run(database, { operation: sampleOperation('failover') })
    expect(await ended).toMatchObject({ state: 'done' })
    expect(entries.at(-1)).toMatchObject({ event: 'promotionSuffices' })
  })

  it('INV-FAILOVER-1: a step is in the journal on disk before it is carried out', async () => {
    const database = new FakeGlobalDatabase()
    const order: string[] = []
    const control: GlobalDatabaseControl = {
      describe: database.describe,
      failover: database.failover,
      switchover: async (...args) => {
        order.push('call')
        await database.switchover(...args)
      },
    }
    await run(control, { journal: { append: ({ event }) => void order.push(event) } }).ended
    expect(order.slice(0, 3)).toEqual(['callIntended', 'call', 'accepted'])
  })

  it('INV-FAILOVER-8: a failover is called when services of an unreachable old primary have stopped', async () => {
    const pacing = manualPacing()
    const database = new FakeGlobalDatabase()
    const failover = sampleOperation('failover')
    const limits = { ...LIMITS, isolationMs: 1_300 }
    const openedMs = pacing.now()
    const { entries, ended } = run(database, { operation: failover, pacing, limits, openedMs })
    await ended
    const called = entries.find(({ event }) => event === 'callIntended')
    expect(Date.parse(called?.at ?? '')).toBeGreaterThanOrEqual(openedMs + 1_300)
  })

  it('INV-FAILOVER-8: a failover that was opened long ago is called at once', async () => {
    const pacing = manualPacing()
    const limits = { ...LIMITS, isolationMs: 1_300 }
    const openedMs = pacing.now() - 5_000
    const operation = sampleOperation('failover')
    const { entries, ended } = run(new FakeGlobalDatabase(), { operation, pacing, limits, openedMs })
    await ended
    expect(Date.parse(entries[0]?.at ?? '')).toBeLessThan(openedMs + 5_100)
  })

  it('fails when AWS refuses the call, with AWS’s message', async () => {
    const database = new FakeGlobalDatabase({ looksToPromotion: 1_000_000 })
    await database.switchover('', '', 'arn:aws:rds:ap-northeast-2:000000000000:cluster:other')
    const { entries, ended } = run(database)
    expect(await ended).toMatchObject({ state: 'failed' })
    expect(entries.at(-1)?.detail).toContain('InvalidGlobalClusterStateFault')
  })

  it('fails when AWS ends it without a role change', async () => {
    const { ended } = run(new FakeGlobalDatabase({ cancels: true }))
    expect(await ended).toMatchObject({ state: 'failed', isOverdue: false })
  })

  it('continues when the response to the call is lost', async () => {
    const database = new FakeGlobalDatabase()
    const control: GlobalDatabaseControl = {
      describe: database.describe,
      failover: database.failover,
      switchover: async (...args) => {
        await database.switchover(...args)
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
      },
    }
    expect(await run(control).ended).toMatchObject({ state: 'done' })
    expect(database.calls).toBe(1)
  })

  it('returns as overdue at its deadline, with what was seen last', async () => {
    const { ended } = run(new FakeGlobalDatabase({ looksToPromotion: 1_000_000 }))
    expect(await ended).toMatchObject({
      state: 'running',
      isOverdue: true,
      lastSeen: expect.stringMatching(/switching-over.*writer us-east-1/),
    })
  })
})

/** Stops a run at its nth step, just before or just after its effect, as a kill does. */
async function killedAt(act: number, isAfter: boolean, database: FakeGlobalDatabase, state: OperationState) {
  const entries: JournalEntry[] = []
  let acts = 0
  let die = () => {}
  const death = new Promise<'killed'>((resolve) => (die = () => resolve('killed')))
  const never = new Promise<never>(() => {})
  async function mortal<Value>(effect: () => Promise<Value>): Promise<Value> {
    acts += 1
    if (acts > act || (acts === act && !isAfter)) return dying()
    const value = await effect()
    return acts === act ? dying() : value
  }
  function dying() {
    die()
    return never
  }
  const control: GlobalDatabaseControl = {
    describe: () => mortal(() => database.describe()),
    switchover: (...args) => mortal(() => database.switchover(...args)),
    failover: (...args) => mortal(() => database.failover(...args)),
  }
  const journal = {
    append(entry: JournalEntry) {
      acts += 1
      const isLast = acts >= act
      if (!isLast || (acts === act && isAfter)) entries.push(entry)
      if (!isLast) return
      die()
      throw new Error('killed')
    },
  }
  const run = runOperation({ operation, state, control, journal, pacing: manualPacing(), limits: LIMITS })
  const ended = await Promise.race([
    run.then(
      () => 'ended' as const,
      () => death,
    ),
    death,
  ])
  return { ended, state: entries.at(-1)?.state ?? state }
}

describe('an operation that is killed', () => {
  it('INV-FAILOVER-2, INV-FAILOVER-3: ends after a resume, wherever it was killed, and changes the writer once', async () => {
    let kills = 0
    for (const isAfter of [false, true])
      for (let act = 1; ; act += 1) {
        const database = new FakeGlobalDatabase()
        const killed = await killedAt(act, isAfter, database, 'planned')
        if (killed.ended === 'ended') break
        kills += 1
        const resumed = await run(database, { state: killed.state }).ended
        expect(resumed, `act ${act}, ${isAfter ? 'after' : 'before'}`).toMatchObject({ state: 'done' })
        expect(database.calls).toBe(1)
        expect(database.writer).toBe(operation.to.arn)
      }
    expect(kills).toBeGreaterThan(10)
  })

  it('INV-FAILOVER-2: ends after a second kill as well', async () => {
    for (let first = 2; first < 9; first += 1)
      for (let second = 1; second < 5; second += 1) {
        const database = new FakeGlobalDatabase()
        const killed = await killedAt(first, true, database, 'planned')
        const again = await killedAt(second, false, database, killed.state)
        if (again.ended === 'ended') continue
        expect(await run(database, { state: again.state }).ended).toMatchObject({ state: 'done' })
        expect(database.calls).toBe(1)
      }
  })
})
