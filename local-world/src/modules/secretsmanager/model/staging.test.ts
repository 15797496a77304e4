import { describe, expect, it } from 'vitest'
import { refuseMove, withStage } from './staging.ts'

const VERSIONS = [
  { id: 'one', stages: ['AWSPREVIOUS'] },
  { id: 'two', stages: ['AWSCURRENT'] },
  { id: 'three', stages: ['AWSPENDING'] },
]

const stagesOf = (versions: readonly { id: string; stages: readonly string[] }[]) =>
  Object.fromEntries(versions.map(({ id, stages }) => [id, [...stages].sort()]))

describe('a staging label', () => {
  it('leaves the version that had it, and AWSCURRENT leaves AWSPREVIOUS behind', () => {
    expect(stagesOf(withStage(VERSIONS, 'AWSCURRENT', 'three'))).toEqual({
      one: [],
      two: ['AWSPREVIOUS'],
      three: ['AWSCURRENT', 'AWSPENDING'],
    })
    expect(stagesOf(withStage(VERSIONS, 'AWSPENDING', undefined))).toMatchObject({ three: [] })
  })

  it.each([
    [{ stage: 'AWSCURRENT', from: 'two', to: undefined }, /can't be completely removed/],
    [{ stage: 'AWSCURRENT', from: undefined, to: 'three' }, /currently attached to version two/],
    [{ stage: 'AWSCURRENT', from: 'one', to: 'three' }, /not attached to version one/],
    [{ stage: 'AWSPENDING', from: undefined, to: 'none' }, /can't find .* VersionId: none/],
  ])('%j is refused', (move, message) => {
    expect(() => refuseMove(VERSIONS, move)).toThrow(message)
  })
})
