import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterReading, isFresh, type Mark, SHARDS } from './marker.ts'
import { TokenCodec } from './token.ts'

const count = fc.nat({ max: Number.MAX_SAFE_INTEGER })
const mark: fc.Arbitrary<Mark> = fc.record({
  epoch: count,
  position: count,
  n: count,
  shard: fc.option(fc.nat({ max: SHARDS - 1 }), { nil: undefined }),
})

describe('TokenCodec', () => {
  it('round-trips every mark, also in another process with the same key', () => {
    fc.assert(
      fc.property(mark, (given) => {
        const token = new TokenCodec('key').encode(given)
        expect(token).toMatch(/^[\w~-]{1,200}$/)
        expect(new TokenCodec('key').decode(token)).toEqual(given)
      }),
    )
  })

  it('rejects a token that it did not sign', () => {
    const codec = new TokenCodec('key')
    const token = codec.encode({ epoch: 7, position: 1, n: 1, shard: 3 })
    const forged = new TokenCodec('another key').encode({ epoch: 9_999, position: 1, n: 1, shard: 3 })
    for (const text of [forged, `x${token}`, `${token}x`, 'x', '~', '', undefined, 'a'.repeat(5_000)])
      expect(codec.decode(text)).toBeUndefined()
  })
})

// INV-DATABASE-1
describe('isFresh', () => {
  const asked = { epoch: 5, position: 10, n: 3, shard: 1 }

  it.each([
    ['has all', { epoch: 5, position: 10, n: 3 }, true],
    ['lacks the visitor’s write', { epoch: 5, position: 12, n: 2 }, false],
    ['is behind what the visitor saw', { epoch: 5, position: 9, n: 3 }, false],
    ['is of an older epoch, whatever its numbers', { epoch: 4, position: 99, n: 99 }, false],
    ['is of a newer epoch, whatever its numbers', { epoch: 6, position: 0, n: 0 }, true],
    ['was fenced', { epoch: -5, position: 99, n: 99 }, false],
  ])('judges a snapshot that %s', (_, seen, fresh) => {
    expect(isFresh(seen, asked)).toBe(fresh)
  })

  it('never moves a token back behind what a visitor has seen', () => {
    fc.assert(
      fc.property(mark, mark, (before, { epoch, position, n }) => {
        const after = afterReading(before, { epoch, position, n })
        expect(after.epoch).toBeGreaterThanOrEqual(before.epoch)
        if (after.epoch === before.epoch) expect(after.position).toBeGreaterThanOrEqual(before.position)
      }),
    )
  })
})
