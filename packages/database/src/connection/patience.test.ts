import { expect, it } from 'vitest'
import { Patience } from './patience.ts'

// INV-DATABASE-13
it('doubles when an attempt runs out of time, up to four times what it was', () => {
  const patience = new Patience(1_000)
  const seen = [1_000, 2_005, 4_010, 4_010].map((tookMs) => {
    patience.failed(tookMs)
    return patience.ms
  })
  expect(seen).toEqual([2_000, 4_000, 4_000, 4_000])
})

it('stays when an address refuses at once', () => {
  const patience = new Patience(1_000)
  patience.failed(3)
  expect(patience.ms).toBe(1_000)
})

it('is twice what the last session took to open, and never less than at first', () => {
  const patience = new Patience(1_000)
  patience.opened(800)
  expect(patience.ms).toBe(1_600)
  patience.opened(20)
  expect(patience.ms).toBe(1_000)
})
