import { expect, it } from 'vitest'
import { Patience } from './patience.ts'

// INV-DATABASE-13
it('doubles when an attempt times out, up to four times the initial value', () => {
  const patience = new Patience(1_000)
  const seen = [1_000, 2_005, 4_010, 4_010].map((tookMs) => {
    patience.failed(tookMs)
    return patience.ms
  })
  expect(seen).toEqual([2_000, 4_000, 4_000, 4_000])
})

it('doubles when the timer fires early, as Node’s may by a millisecond', () => {
  const patience = new Patience(1_000)
  patience.failed(999.2)
  expect(patience.ms).toBe(2_000)
})

it('does not change when an address refuses at once', () => {
  const patience = new Patience(1_000)
  patience.failed(3)
  expect(patience.ms).toBe(1_000)
})

it('is twice the time that the last session took to open, and never below the initial value', () => {
  const patience = new Patience(1_000)
  patience.opened(800)
  expect(patience.ms).toBe(1_600)
  patience.opened(20)
  expect(patience.ms).toBe(1_000)
})
