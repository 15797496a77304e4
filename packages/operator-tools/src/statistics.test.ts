import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentile, summarize } from './statistics.ts'

describe('percentile', () => {
  it.each([
    [0.5, 2],
    [0.75, 3],
    [0.95, 4],
    [0, 1],
    [1, 4],
  ])('%s of four values is the nearest rank', (share, value) => {
    expect(percentile([4, 1, 3, 2], share)).toBe(value)
  })

  it('is always one of the values, and never decreases for a larger share', () => {
    const durations = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const value = percentile(values, share)
        expect(values).toContain(value)
        expect(percentile(values, Math.min(1, share + 0.1))).toBeGreaterThanOrEqual(value)
      }),
    )
  })

  it('refuses an empty list', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError)
  })
})

describe('summarize', () => {
  it('rounds to a hundredth of a millisecond', () => {
    expect(summarize([1.23456, 2.34567])).toEqual({
      samples: 2,
      minMs: 1.23,
      p50Ms: 1.23,
      p95Ms: 2.35,
      p99Ms: 2.35,
      maxMs: 2.35,
    })
  })
})
