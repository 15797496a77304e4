import { expect, it } from 'vitest'
import { soakReport } from './report.ts'
import type { SoakSample } from './run-soak.ts'

const OPTIONS = { minutes: 2, changeEveryMinutes: 1, requestsPerSecond: 10, spinning: 0 }

function sample(differences: Partial<SoakSample>): SoakSample {
  return {
    atMs: 0,
    mainBytes: 1,
    worldBytes: 1,
    processes: 1,
    diskBytes: 1,
    journalLines: 1,
    sent: 1_000,
    refused: 0,
    failed: 0,
    causes: {},
    roleChanges: 0,
    replacedTasks: 0,
    slowdown: 1,
    isTooBusy: false,
    ...differences,
  }
}

const reportOf = (samples: readonly SoakSample[]) => soakReport(samples, OPTIONS, new Date(0))

it('failures are distinguished by whether the machine was too busy when they happened', () => {
  const { notes } = reportOf([
    sample({ failed: 1 }),
    sample({ failed: 1, isTooBusy: true }),
    sample({ failed: 13 }),
    sample({ failed: 15 }),
  ])
  expect(notes.join()).toContain('12 of 15 failed requests fell between samples')
  expect(reportOf([sample({})]).notes.join()).not.toContain('failed requests')
})

it('a replaced task fails a soak', () => {
  const { verdict, checks } = reportOf([sample({ replacedTasks: 1 })])
  expect(verdict).toBe('failed')
  expect(checks.filter(({ verdict: one }) => one === 'failed').map(({ name }) => name)).toEqual([
    'no task was replaced',
  ])
})
