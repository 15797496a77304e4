import { expect, it } from 'vitest'
import { MetricStore } from './metric-store.ts'
import { statistic } from './statistics.ts'

const METRIC = { region: 'us-east-1', namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions: {} } as const
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

function storeOf(hours: number): MetricStore {
  const store = new MetricStore()
  for (let atMs = 0; atMs < hours * HOUR_MS; atMs += 1_000)
    for (const value of [1, 2, 3]) store.add(METRIC, value + (atMs % MINUTE_MS), atMs)
  return store
}

it('a metric of a day takes as many periods as one of three hours and eleven minutes: minutes, and seconds of late', () => {
  const { size } = storeOf(24)
  expect(size).toBeLessThanOrEqual(3 * 60 + 1 + 11 * 60)
  expect(size).toBe(storeOf(12).size)
})

it('minutes that are long past have their count, sum, extremes and percentiles', () => {
  const store = storeOf(2)
  const window = { startMs: HOUR_MS, endMs: HOUR_MS + MINUTE_MS, periodMs: MINUTE_MS }
  const summary = store.periods(METRIC, window).get(HOUR_MS)!
  expect(summary).toMatchObject({ count: 180, minimum: 1, maximum: 59_003, sum: 3 * 60 * 29_502 })
  expect(statistic('p50', summary)).toBeGreaterThan(27_000)
  expect(statistic('p50', summary)).toBeLessThan(32_000)
  expect(statistic('p100', summary)).toBe(59_003)
})

it('seconds of late are told one by one', () => {
  const store = storeOf(1)
  const window = { startMs: HOUR_MS - 5_000, endMs: HOUR_MS, periodMs: 1_000 }
  expect([...store.periods(METRIC, window).values()].map(({ count }) => count)).toEqual([3, 3, 3, 3, 3])
})
