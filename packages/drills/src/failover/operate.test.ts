import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FakeGlobalDatabase, LIMITS, manualPacing, sampleOperation } from '../../test/fake-global-database.ts'
import { openJournal, readJournal } from './journal.ts'
import { type OperatingRoom, resumeOperation, startOperation } from './operate.ts'

const prepared = { operation: sampleOperation(), checks: [] }

function room(control: FakeGlobalDatabase, changes: Partial<OperatingRoom> = {}): OperatingRoom {
  const journalFolder = mkdtempSync(join(tmpdir(), 'meridian-journal-'))
  onTestFinished(() => rmSync(journalFolder, { recursive: true }))
  return { target: 'local', journalFolder, control, pacing: manualPacing(), limits: LIMITS, ...changes }
}

const plannedIn = ({ journalFolder }: OperatingRoom) =>
  openJournal(journalFolder, prepared.operation, 'local', new Date(0))

describe('startOperation', () => {
  it('leaves a journal that says what happened', async () => {
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

  it('gives up what is unfinished when that is wanted', async () => {
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
  it('rolls back what had not begun, and does nothing the second time', async () => {
    const database = new FakeGlobalDatabase()
    const place = room(database)
    const { file } = plannedIn(place)
    expect(await resumeOperation(place)).toMatchObject({ state: 'abandoned' })
    const after = readFileSync(file, 'utf8')
    expect(await resumeOperation(place)).toBeUndefined()
    expect(readFileSync(file, 'utf8')).toBe(after)
    expect(database.calls).toBe(0)
  })

  it('completes what had begun, a line cut in half by the kill included', async () => {
    const database = new FakeGlobalDatabase()
    const place = room(database)
    const { file } = plannedIn(place)
    const calling = { at: '2026-11-21T09:00:00Z', state: 'calling', event: 'callIntended' }
    appendFileSync(file, `${JSON.stringify(calling)}\n{"at":"2026-11-21T09:00:01Z","sta`)
    expect(await resumeOperation(place)).toMatchObject({ state: 'done' })
    expect(readJournal(file)?.state).toBe('done')
  })

  it('INV-FAILOVER-7: leaves an operation alone that another process carries out', async () => {
    const place = room(new FakeGlobalDatabase(), { isAlive: () => true })
    const { file } = plannedIn(place)
    writeFileSync(file, readFileSync(file, 'utf8').replace(`"pid":${process.pid}`, '"pid":1'))
    await expect(resumeOperation(place)).rejects.toThrow('Process 1 is carrying out')
  })

  it('knows nothing of another target’s operations', async () => {
    const place = room(new FakeGlobalDatabase())
    plannedIn(place)
    expect(await resumeOperation({ ...place, target: 'aws' })).toBeUndefined()
  })
})
