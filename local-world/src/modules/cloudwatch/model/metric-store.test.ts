import { expect, it } from 'vitest'
import { MetricStore, MOST_SERIES } from './metric-store.ts'
import { MOST_VALUES, statistic } from './statistics.ts'

const METRIC = { region: 'us-east-1', namespace: 'AWS/ECS', name: 'CPUUtilization', dimensions: {} } as const
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

function storeOf(hours: number): MetricStore {
  const store = new MetricStore()
  for (let atMs = 0; atMs < hours * HOUR_MS; atMs += 1_000)
    for (const value of [1, 2, 3]) store.add(METRIC, value + (atMs % MINUTE_MS), atMs)
  return store
}

it('a metric is kept in minutes, and in seconds for recent hours, however long it has run', () => {
  const { periods } = storeOf(24).size
  expect(periods).toBeLessThanOrEqual(3 * 60 + 1 + 11 * 60)
  expect(periods).toBe(storeOf(12).size.periods)
})

it('old minutes keep their count, sum, extremes and percentiles', () => {
  const store = storeOf(2)
  const window = { startMs: HOUR_MS, endMs: HOUR_MS + MINUTE_MS, periodMs: MINUTE_MS }
  const summary = store.periods(METRIC, window).get(HOUR_MS)!
  expect(summary).toMatchObject({ count: 180, minimum: 1, maximum: 59_003, sum: 3 * 60 * 29_502 })
  expect(statistic('p50', summary)).toBeGreaterThan(27_000)
  expect(statistic('p50', summary)).toBeLessThan(32_000)
  expect(statistic('p100', summary)).toBe(59_003)
})

it('recent seconds are listed one by one', () => {
  const store = storeOf(1)
  const window = { startMs: HOUR_MS - 5_000, endMs: HOUR_MS, periodMs: 1_000 }
  expect([...store.periods(METRIC, window).values()].map(({ count }) => count)).toEqual([3, 3, 3, 3, 3])
})

it('points out of order take no more periods than points in order', () => {
  const store = new MetricStore()
  const day = 24 * HOUR_MS
  for (let atMs = day; atMs > 0; atMs -= 10_000) store.add(METRIC, 1, atMs)
  expect(store.size.periods).toBeLessThanOrEqual(3 * 60 + 1 + 12 * 60)
})

it('a second keeps its exact count, sum and extremes and a bounded number of values', () => {
  const store = new MetricStore()
  for (let value = 1; value <= 100_000; value++) store.add(METRIC, value, 0)
  const summary = store.periods(METRIC, { startMs: 0, endMs: 1_000, periodMs: 1_000 }).get(0)!
  expect(summary).toMatchObject({ count: 100_000, minimum: 1, maximum: 100_000, sum: 5_000_050_000 })
  expect(summary.values.length).toBeLessThanOrEqual(2 * MOST_VALUES)
})

it('evicts the series that was idle longest, and keeps a busy one', () => {
  const store = new MetricStore()
  const one = (index: number) => ({ ...METRIC, dimensions: { Key: String(index) } })
  for (let index = 0; index < 3 * MOST_SERIES; index++) {
    store.add(one(index), 1, index * 1_000)
    store.add(METRIC, 1, index * 1_000)
  }
  expect(store.size.series).toBe(MOST_SERIES)
  const kept = store.list('us-east-1')
  expect(kept).toContainEqual(METRIC)
  expect(kept).toContainEqual(one(3 * MOST_SERIES - 1))
  expect(kept).not.toContainEqual(one(0))
})
