import { describe, expect, it } from 'vitest'
import { refuseMove, refuseTooManyLabels, withoutDeprecated, withStage } from './staging.ts'

const VERSIONS = [
  { id: 'one', stages: ['AWSPREVIOUS'] },
  { id: 'two', stages: ['AWSCURRENT'] },
  { id: 'three', stages: ['AWSPENDING'] },
]

const stagesOf = (versions: readonly { id: string; stages: readonly string[] }[]) =>
  Object.fromEntries(versions.map(({ id, stages }) => [id, [...stages].sort()]))

describe('a staging label', () => {
  it('moves away from its former version; AWSCURRENT leaves AWSPREVIOUS behind', () => {
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
  ])('refuses %j', (move, message) => {
    expect(() => refuseMove(VERSIONS, move)).toThrow(message)
  })
})

describe('versions of a secret', () => {
  it('without a label are deleted beyond a hundred, oldest first', () => {
    const versions = [
      { id: 'labelled', stages: ['AWSCURRENT'] },
      ...Array.from({ length: 150 }, (_, index) => ({ id: `old-${index}`, stages: [] })),
    ]
    const kept = withoutDeprecated(versions).map(({ id }) => id)
    expect(kept).toHaveLength(101)
    expect(kept).toContain('labelled')
    expect(kept).toContain('old-149')
    expect(kept).not.toContain('old-49')
  })

  it('have at most twenty labels in total', () => {
    const labelled = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ id: `v${index}`, stages: [`LABEL-${index}`] }))
    expect(() => refuseTooManyLabels(labelled(20))).not.toThrow()
    expect(() => refuseTooManyLabels(labelled(21))).toThrow(/at most 20 staging labels/)
  })
})
