import type { MachineEvidence } from '@meridian/operator-tools'
import { expect, it } from 'vitest'
import { seriesReport } from './report.ts'
import type { SeriesRun } from './run-series.ts'

function run(differences: Partial<SeriesRun> = {}, isTooBusy = false): SeriesRun {
  const machine = { isTooBusy, during: { loadAverage: 1, slowdown: 1 } } as MachineEvidence
  return {
    run: 1,
    failedReads: 0,
    refusedReads: 0,
    failedWrites: 0,
    acknowledged: 100,
    lost: 0,
    unnamed: 0,
    duplicated: 0,
    byOldWriter: 0,
    unjudged: 0,
    staleReads: 0,
    unplaced: 0,
    recoveryPointSeconds: 0,
    recoveriesMs: [200],
    startUpsMs: [],
    detectedAfterMs: undefined,
    longestWriteGapMs: 100,
    baseCopies: 0,
    replacedTasks: 0,
    carriedPerSecond: 200,
    offeredPerSecond: 100,
    leastShare: 1,
    wanted: 1_000,
    served: 1_000,
    machine,
    misses: [],
    ...differences,
  }
}

function judged(runs: readonly SeriesRun[]) {
  const setting = { calledBy: 'a test', startedAt: new Date(0), spinning: 4, pace: 'fast' } as const
  const report = seriesReport('switchover', runs, setting)
  const missed = report.checks.filter(({ verdict }) => verdict !== 'ok')
  return { verdict: report.verdict, missed: missed.map(({ name, verdict }) => `${verdict}: ${name}`), report }
}

it('a series of good runs is ok', () => {
  expect(judged([run(), run()])).toMatchObject({ verdict: 'ok', missed: [] })
})

it('a load lowered on a slow machine is shown beside the offered load', () => {
  const [, runs] = judged([run(), run({ leastShare: 0.25 })]).report.tables
  const column = runs?.columns.indexOf('offered/s') ?? -1
  expect(runs?.rows.map((row) => row[column])).toEqual(['100', '100, down to 25 %'])
})

it('a replaced task fails a series, even on a machine that is too busy to measure', () => {
  const { verdict, missed, report } = judged([run(), run({ replacedTasks: 2 }, true)])
  expect(missed).toEqual(['failed: no task was replaced'])
  expect(verdict).toBe('failed')
  const [, runs] = report.tables
  const column = runs?.columns.indexOf('tasks replaced') ?? -1
  expect(runs?.rows.map((row) => row[column])).toEqual(['0', '2'])
})

it('a busy machine excuses failed attempts, but not a tenth of the requests never being served', () => {
  expect(judged([run({ failedWrites: 3, served: 950, unplaced: 50 }, true)]).verdict).toBe('inconclusive')
  expect(judged([run(), run({ served: 899 }, true)]).missed).toEqual([
    'failed: nine of ten offered requests were served in the end, on any machine',
  ])
})
