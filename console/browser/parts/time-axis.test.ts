import { describe, expect, it } from 'vitest'
import { spanOf } from './time-axis.ts'

describe('a time axis', () => {
  it.each([
    ['all of its points', [100, 400, 1_000], [100, 1_000]],
    ['two minutes up to a single point', [1_000], [880, 1_000]],
    ['the last two minutes without a point', [], [1_880, 2_000]],
    ['two minutes for points that are closer together', [990, 1_000], [880, 1_000]],
  ])('shows %s', (_title, times, span) => {
    expect(spanOf(times, 2_000)).toEqual(span)
  })
})
