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

it('time that a machine was suspended does not count towards a limit', () => {
  const resumed = sample({ atMs: 20_000, latenessMs: 19_000 })
  expect(patienceBetween(sample({}), resumed)).toBeCloseTo(20)
  expect(slowdownBetween(sample({}), resumed)).toBeCloseTo(20)
})

it('many processes that each wait a little raise the slowdown but hardly extend limits', () => {
  const busy = sample({ atMs: 1_000, ranMs: 500, waitedMs: 2_000, longestWaitMs: 100 })
  expect(slowdownBetween(sample({}), busy)).toBeCloseTo(5)
  expect(patienceBetween(sample({}), busy)).toBeCloseTo(1.11)
})
