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
  expect(reportOf([sample({ failed: 1 })]).notes.join()).not.toContain('failed requests')
})

it('a replaced task fails a soak', () => {
  const { verdict, checks } = reportOf([sample({ replacedTasks: 1 })])
  expect(verdict).toBe('failed')
  expect(checks.filter(({ verdict: one }) => one === 'failed').map(({ name }) => name)).toEqual([
    'no task was replaced',
  ])
})

it('a soak fails if less than half of the changes of writer took place', () => {
  const changesOf = (roleChanges: number) =>
    reportOf([sample({ atMs: 10 * 60_000, roleChanges })])
      .checks.filter(({ name }) => name.includes('writer'))
      .map(({ verdict, detail }) => [verdict, detail])
  expect(changesOf(5)).toEqual([['ok', '5 of 10']])
  expect(changesOf(4)).toEqual([['failed', '4 of 10']])
  expect(reportOf([sample({ atMs: 59_000 })]).checks.map(({ name }) => name)).not.toContain(
    'the writer was changed',
  )
})

it('memory growth is judged by five-minute medians, not by a single sample', () => {
  const MIB = 1_048_576
  const hour = Array.from({ length: 120 }, (_, index) =>
    sample({ atMs: index * 30_000, mainBytes: 400 * MIB, worldBytes: (index === 119 ? 1_500 : 1_200) * MIB }),
  )
  const memoryOf = (samples: readonly SoakSample[]) =>
    reportOf(samples)
      .checks.filter(({ name }) => name.includes('memory'))
      .map(({ verdict, detail }) => [verdict, detail])
  expect(memoryOf(hour)).toEqual([
    ['ok', '400 MiB, then 400 MiB: 0.0 %'],
    ['ok', '1200 MiB, then 1200 MiB: 0.0 %'],
  ])
  const growing = hour.map((one, index) => ({ ...one, mainBytes: (300 + 2 * index) * MIB }))
  expect(memoryOf(growing)[0]).toEqual(['failed', '350 MiB, then 528 MiB: 50.9 %'])
  expect(memoryOf(hour.slice(0, 30))).toEqual([['unknown', expect.stringContaining('too short')]])
})
