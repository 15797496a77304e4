import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { manualPacing } from '@meridian/operator-tools/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FakeGlobalDatabase, LIMITS, sampleOperation } from '../test/fake-global-database.ts'
import type { GlobalDatabaseControl } from './global-database.ts'
import { openJournal, readJournal } from './journal.ts'
import { type OperatingRoom, resumeOperation, startOperation } from './operate.ts'

const prepared = { operation: sampleOperation(), checks: [] }

function room(control: GlobalDatabaseControl, changes: Partial<OperatingRoom> = {}): OperatingRoom {
  const journalFolder = mkdtempSync(join(tmpdir(), 'meridian-journal-'))
  onTestFinished(() => rmSync(journalFolder, { recursive: true }))
  return {
    target: { name: 'local' },
    journalFolder,
    control,
    pacing: manualPacing(),
    limits: LIMITS,
    ...changes,
  }
}

const plannedIn = ({ journalFolder }: OperatingRoom) =>
  openJournal(journalFolder, prepared.operation, 'local', new Date(0))

/** As if another process had written the journal. */
const leaveToProcess = (pid: number, file: string) =>
  writeFileSync(file, readFileSync(file, 'utf8').replace(`"pid":${process.pid}`, `"pid":${pid}`))

describe('startOperation', () => {
  it('leaves a journal of every state', async () => {
    const outcome = await startOperation(room(new FakeGlobalDatabase()), prepared)
    expect(outcome.state).toBe('done')
    const journal = readJournal(outcome.journalFile)
    expect(journal?.operation).toEqual(prepared.operation)
    expect(journal?.entries.map(({ state }) => state)).toEqual([
      'planned',
      'calling',
      'running',
      'promoted',
      'done',
    ])
  })

  it('INV-FAILOVER-6: calls nothing when a required check failed', async () => {
    const database = new FakeGlobalDatabase()
    const check = { name: 'every member connected', detail: 'us-east-1 pending-resync', isRequired: true }
    const start = startOperation(room(database), {
      ...prepared,
      checks: [{ ...check, verdict: 'failed' }],
    })
    await expect(start).rejects.toMatchObject({
      code: 'MERIDIAN_OPERATION_REFUSED',
      message: expect.stringContaining('every member connected: us-east-1 pending-resync'),
    })
    expect(database.calls).toBe(0)
  })

  it('refuses while another operation is unfinished', async () => {
    const place = room(new FakeGlobalDatabase())
    plannedIn(place)
    await expect(startOperation(place, prepared)).rejects.toThrow('End it first with resume')
  })

  it('supersedes an unfinished operation on request', async () => {
    const place = room(new FakeGlobalDatabase(), { supersedes: true })
    const { file } = plannedIn(place)
    const another = {
      ...prepared,
      operation: { ...prepared.operation, id: '2026-11-21T09-01-00.000Z-failover' },
    }
    expect(await startOperation(place, another)).toMatchObject({ state: 'done' })
    expect(readJournal(file)).toMatchObject({ state: 'abandoned' })
  })
})

describe('resumeOperation', () => {
  it('rolls back an operation that had not begun, and does nothing the second time', async () => {
    const database = new FakeGlobalDatabase()
    const place = room(database)
    const { file } = plannedIn(place)
    expect(await resumeOperation(place)).toMatchObject({ state: 'abandoned' })
    const after = readFileSync(file, 'utf8')
    expect(await resumeOperation(place)).toBeUndefined()
    expect(readFileSync(file, 'utf8')).toBe(after)
    expect(database.calls).toBe(0)
  })

  it('completes an operation that had begun, even if the kill cut a line in half', async () => {
    const database = new FakeGlobalDatabase()
    const place = room(database)
    const { file } = plannedIn(place)
    const calling = { at: '2026-11-21T09:00:00Z', state: 'calling', event: 'callIntended' }
    appendFileSync(file, `${JSON.stringify(calling)}\n{"at":"2026-11-21T09:00:01Z","sta`)
    expect(await resumeOperation(place)).toMatchObject({ state: 'done' })
    expect(readJournal(file)?.state).toBe('done')
  })

  it('INV-FAILOVER-7: leaves alone an operation that another process is running', async () => {
    const place = room(new FakeGlobalDatabase(), { isAlive: () => true })
    const { file } = plannedIn(place)
    leaveToProcess(1, file)
    await expect(resumeOperation(place)).rejects.toThrow('Process 1 is carrying out')
  })

  it('ignores operations of another target', async () => {
    const place = room(new FakeGlobalDatabase())
    plannedIn(place)
    expect(await resumeOperation({ ...place, target: { name: 'aws' } })).toBeUndefined()
  })

  it('ignores operations of an earlier world', async () => {
    const place = room(new FakeGlobalDatabase())
    plannedIn(place)
    const startedAt = new Date(1).toISOString()
    const another = { ...place, target: { name: 'local', startedAt } as const }
    expect(await resumeOperation(another)).toBeUndefined()
    expect(
      await startOperation(another, { ...prepared, operation: { ...prepared.operation, id: 'another' } }),
    ).toMatchObject({ state: 'done' })
  })
})

const MOMENTS = ['before', 'within', 'after'] as const

type Moment = (typeof MOMENTS)[number]

const KILLED = new Error('killed')

/**
 * Starts an operation whose process is killed at its nth step: a poll, a call, a wait or a journal line, half of which may be
 * on disk. False if it ends before that.
 */
async function isKilled(
  place: OperatingRoom,
  preparation: typeof prepared,
  act: number,
  moment: Moment,
): Promise<boolean> {
  const death = Promise.withResolvers<never>()
  let acts = 0
  const isLast = () => {
    acts += 1
    return acts === act
  }
  const die = () => {
    death.reject(KILLED)
    return new Promise<never>(() => {})
  }
  const mortal =
    <Args extends readonly unknown[], Value>(effect: (...args: Args) => Promise<Value>) =>
    async (...args: Args): Promise<Value> => {
      const isDying = isLast()
      if (isDying && moment !== 'after') return die()
      const value = await effect(...args)
      return isDying ? die() : value
    }
  const { control, pacing } = place
  const start = startOperation(
    {
      ...place,
      control: {
        describe: mortal(control.describe),
        switchover: mortal(control.switchover),
        failover: mortal(control.failover),
      },
      pacing: { now: pacing.now, wait: mortal(pacing.wait) },
      onEntry() {
        if (!isLast()) return
        cutLastLine(journalOf(place, preparation), moment)
        throw KILLED
      },
    },
    preparation,
  )
  return Promise.race([start, death.promise]).then(
    () => false,
    (error: unknown) => {
      if (error === KILLED) return true
      throw error
    },
  )
}

const journalOf = ({ journalFolder }: OperatingRoom, { operation }: typeof prepared) =>
  join(journalFolder, operation.id, 'journal.jsonl')

/** What is on disk if the process is killed before, while or after its last line is written. */
function cutLastLine(file: string, moment: Moment): void {
  const bytes = readFileSync(file)
  const start = bytes.lastIndexOf('\n', bytes.length - 2) + 1
  const kept = { before: start, within: Math.floor((start + bytes.length) / 2), after: bytes.length }
  truncateSync(file, kept[moment])
}

describe('a failover that is killed', () => {
  const forced = { ...prepared, operation: sampleOperation('failover') }
  const limits = { ...LIMITS, isolationMs: 1_300 }
  const { from, to } = forced.operation

  it.each(MOMENTS)(
    'INV-FAILOVER-2, INV-FAILOVER-3, INV-FAILOVER-8: %s any act is ended by a resume, called once and not too early, and stays as it is',
    async (moment) => {
      let kills = 0
      for (let act = 1; ; act += 1) {
        const database = new FakeGlobalDatabase()
        const pacing = manualPacing()
        const callableMs = pacing.now() + limits.isolationMs
        const calledMs: number[] = []
        const control: GlobalDatabaseControl = {
          describe: database.describe,
          switchover: database.switchover,
          failover(...args) {
            calledMs.push(pacing.now())
            return database.failover(...args)
          },
        }
        const place = room(control, { pacing, limits, isAlive: () => false })
        if (!(await isKilled(place, forced, act, moment))) break
        kills += 1
        const journal = journalOf(place, forced)
        leaveToProcess(1, journal)
        const left = readJournal(journal)?.state
        await resumeOperation(place)
        const told = readFileSync(journal, 'utf8')
        const end = { state: readJournal(journal)?.state, writer: database.writer, calls: calledMs.length }
        const where = `killed ${moment} act ${act}, when ${left}`
        expect(end, where).toEqual(
          left === 'planned'
            ? { state: 'abandoned', writer: from.arn, calls: 0 }
            : { state: 'done', writer: to.arn, calls: 1 },
        )
        for (const ms of calledMs) expect(ms, where).toBeGreaterThanOrEqual(callableMs)

        expect(await resumeOperation(place), where).toBeUndefined()
        expect(readFileSync(journal, 'utf8'), where).toBe(told)
        expect(calledMs.length, where).toBe(end.calls)
      }
      expect(kills).toBeGreaterThan(10)
    },
  )
})
