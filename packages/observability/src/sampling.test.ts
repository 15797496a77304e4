import { expect, it } from 'vitest'
import { createSampler } from './sampling.ts'

it('samples the first request of each second, then the configured share', () => {
  let nowMs = 1000
  const draws = [0.01, 0.5]
  const sampler = createSampler(
    { perSecond: 1, share: 0.05 },
    () => nowMs,
    () => draws.shift() ?? 1,
  )
  expect([sampler.decide({}), sampler.decide({}), sampler.decide({})]).toEqual([true, true, false])
  nowMs = 2000
  expect(sampler.decide({})).toBe(true)
})

it('keeps a decision that was made upstream', () => {
  const sampler = createSampler(
    { perSecond: 1, share: 1 },
    () => 0,
    () => 0,
  )
  expect(sampler.decide({ sampled: false })).toBe(false)
  expect(
    createSampler(
      { perSecond: 0, share: 0 },
      () => 0,
      () => 1,
    ).decide({ sampled: true }),
  ).toBe(true)
})
