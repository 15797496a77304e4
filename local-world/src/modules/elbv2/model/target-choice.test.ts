import { describe, expect, it } from 'vitest'
import { RoundRobin, routableTargets, WeightedTurns } from './target-choice.ts'

describe('routableTargets', () => {
  it.each([
    [['healthy', 'unhealthy', 'initial'], ['healthy']],
    [
      ['unhealthy', 'initial', 'draining'],
      ['unhealthy', 'initial'],
    ],
    [['draining'], []],
  ] as const)('of %j routes to %j', (states, expected) => {
    const targets = states.map((state) => ({ state }))
    expect(routableTargets(targets).map(({ state }) => state)).toEqual(expected)
  })
})

describe('WeightedTurns', () => {
  it('shares by weight and interleaves the turns', () => {
    const turns = new WeightedTurns()
    const groups = [
      { arn: 'a', weight: 3 },
      { arn: 'b', weight: 1 },
      { arn: 'idle', weight: 0 },
    ]
    expect(Array.from({ length: 8 }, () => turns.next(groups))).toEqual([
      'a',
      'a',
      'b',
      'a',
      'a',
      'a',
      'b',
      'a',
    ])
  })

  it('has no turn when every weight is 0', () => {
    expect(new WeightedTurns().next([{ arn: 'a', weight: 0 }])).toBeUndefined()
  })
})

describe('RoundRobin', () => {
  it('continues its rotation when the list changes', () => {
    const turns = new RoundRobin()
    const seen = [turns.next(['a', 'b', 'c']), turns.next(['a', 'b', 'c']), turns.next(['a']), turns.next([])]
    expect(seen).toEqual(['b', 'c', 'a', undefined])
  })
})
