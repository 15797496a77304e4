import { expect, it } from 'vitest'
import { type MachineSample, patienceBetween, slowdownBetween } from './machine-load.ts'

const sample = (differences: Partial<MachineSample>): MachineSample => ({
  atMs: 0,
  latenessMs: 0,
  ranMs: 0,
  waitedMs: 0,
  longestWaitMs: 0,
  eventLoopDelayMs: { p50: 0, p99: 0 },
  cores: 2,
  loadAverage: [0, 0, 0],
  pressureSome10: undefined,
  ...differences,
})

it('a machine that was suspended has used up of a limit only the time that it ran', () => {
  const resumed = sample({ atMs: 20_000, latenessMs: 19_000 })
  expect(patienceBetween(sample({}), resumed)).toBeCloseTo(20)
  expect(slowdownBetween(sample({}), resumed)).toBeCloseTo(20)
})

it('many processes that wait a little each make a machine slow to measure on, and no limit longer', () => {
  const busy = sample({ atMs: 1_000, ranMs: 500, waitedMs: 2_000, longestWaitMs: 100 })
  expect(slowdownBetween(sample({}), busy)).toBeCloseTo(5)
  expect(patienceBetween(sample({}), busy)).toBeCloseTo(1.11)
})
