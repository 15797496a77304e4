import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextRolloutStep, type RolloutSettings, rolloutBounds, type ScheduledTask } from './rollout.ts'

const settings = (
  desiredCount: number,
  minimumHealthyPercent = 100,
  maximumPercent = 200,
): RolloutSettings => ({ desiredCount, minimumHealthyPercent, maximumPercent })

/** `h` healthy, `s` starting, `u` unhealthy; capitals belong to an older deployment. */
const tasksOf = (letters: string): ScheduledTask[] =>
  [...letters].map((letter, index) => ({
    id: `${letter}${index}`,
    isCurrent: letter === letter.toLowerCase(),
    health:
      letter.toLowerCase() === 'h' ? 'healthy' : letter.toLowerCase() === 's' ? 'starting' : 'unhealthy',
  }))

// INV-ECS-2
describe('rolloutBounds', () => {
  it.each([
    [3, 50, 150, { least: 2, most: 4 }],
    [1, 50, 150, { least: 1, most: 1 }],
    [4, 75, 125, { least: 3, most: 5 }],
    [2, 100, 200, { least: 2, most: 4 }],
    [5, 0, 100, { least: 0, most: 5 }],
  ])(
    '46 of %d tasks at %d %% and %d %%: the minimum rounds up, the maximum down',
    (desired, min, max, bounds) => {
      expect(rolloutBounds(settings(desired, min, max))).toEqual(bounds)
    },
  )
})

describe('nextRolloutStep', () => {
  it.each<[string, RolloutSettings, string, number, string[]]>([
    ['starts what is missing', settings(2), 'h', 1, []],
    ['does nothing when all tasks are healthy', settings(2), 'hh', 0, []],
    ['stops the newest of surplus tasks', settings(1), 'hh', 0, ['h1']],
    ['stops a starting one before a healthy one', settings(1), 'sh', 0, ['s0']],
    ['starts the replacement of an unhealthy task first', settings(2), 'hu', 1, []],
    ['stops the unhealthy task when its replacement is healthy', settings(2), 'huh', 0, ['u1']],
    ['stops the unhealthy task first when there is no room', settings(2, 50, 100), 'hu', 0, ['u1']],
    ['starts all of a new deployment when the maximum allows', settings(2), 'HH', 2, []],
    ['stops one old task for each new healthy one', settings(2), 'HHhs', 0, ['H0']],
    ['stops the old ones when the new ones are healthy', settings(2), 'HHhh', 0, ['H0', 'H1']],
    ['makes room first when the maximum is the desired count', settings(2, 50, 100), 'HH', 0, ['H0']],
    ['stops everything at a desired count of 0', settings(0), 'hHu', 0, ['h0', 'H1', 'u2']],
  ])('%s', (_title, rollout, letters, start, stop) => {
    const step = nextRolloutStep(rollout, tasksOf(letters))
    expect({ start: step.start, stop: [...step.stop].sort() }).toEqual({ start, stop: stop.sort() })
  })

  it('never starts beyond the maximum, nor stops healthy tasks below the minimum', () => {
    const letters = fc.string({ unit: fc.constantFrom('h', 's', 'u', 'H', 'S', 'U'), maxLength: 8 })
    const percent = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 100, max: 200 }))
    fc.assert(
      fc.property(letters, fc.integer({ min: 0, max: 5 }), percent, (state, desired, [min, max]) => {
        const rollout = settings(desired, min, max)
        const { least, most } = rolloutBounds(rollout)
        const tasks = tasksOf(state)
        const step = nextRolloutStep(rollout, tasks)
        const left = tasks.filter(({ id, health }) => health === 'healthy' && !step.stop.includes(id)).length
        const healthy = tasks.filter(({ health }) => health === 'healthy').length
        expect(tasks.length + step.start <= Math.max(most, tasks.length)).toBe(true)
        expect(left >= Math.min(least, healthy)).toBe(true)
      }),
    )
  })
})
