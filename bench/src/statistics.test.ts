import { expect, it } from 'vitest'
import { summarise } from './request-path/compare.ts'
import { median, medianInterval } from './statistics.ts'

it.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
])('finds the middle of %j', (values, middle) => {
  expect(median(values)).toBe(middle)
})

it('has no middle of nothing', () => {
  expect(median([])).toBeNaN()
})

it('says between which values a median lies: the 40th and the 60th of a hundred', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(medianInterval(values)).toEqual([41, 60])
})

it('takes all of few values for possible', () => {
  expect(medianInterval([3, 1, 2])).toEqual([1, 3])
  expect(medianInterval([])).toEqual([Number.NaN, Number.NaN])
})

it('takes the ratio round by round, so that a slow round of both changes nothing', () => {
  const at = (requestsPerSecond: number) => ({ requests: 1, requestsPerSecond, p50Ms: 1, p99Ms: 2 })
  const comparison = summarise('read by key', {
    product: [at(30), at(3), at(31)],
    plain: [at(10), at(1), at(10)],
  })
  expect(comparison.ratio).toBe(3)
  expect(comparison.medianRequestsPerSecond).toEqual({ product: 30, plain: 10 })
})
