import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRandom } from './random.ts'

const draw = (seed: number) => {
  const random = createRandom(seed)
  return Array.from({ length: 20 }, () => random.next())
}

it('gives the same stream for the same seed, and another for another seed', () => {
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
})

it('forks by name, independent of earlier draws', () => {
  const early = createRandom(7).fork('client 1').next()
  const late = createRandom(7)
  late.next()
  expect(late.fork('client 1').next()).toBe(early)
  expect(createRandom(7).fork('client 2').next()).not.toBe(early)
})

it('stays within its limits', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 1_000 }), (seed, limit) => {
      const drawn = createRandom(seed).below(limit)
      expect(Number.isInteger(drawn) && drawn >= 0 && drawn < limit).toBe(true)
    }),
  )
})
