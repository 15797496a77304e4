import { expect, it } from 'vitest'
import { drawSchedule, type Schedule, type Step } from './schedule.ts'
import { shrinkSchedule } from './shrink.ts'

const kill: Step = {
  atMs: 100,
  do: 'inject',
  forMs: 100,
  failure: { kind: 'kill-database', instance: 'meridian-use1-1' },
}
const change: Step = { atMs: 300, do: 'failover', to: 'us-west-2' }
const pause: Step = {
  atMs: 400,
  do: 'inject',
  forMs: 100,
  failure: { kind: 'pause-replication', region: 'us-west-2' },
}

it('shrinks a schedule to exactly the steps it needs to fail', async () => {
  const schedule = { seed: 1, lengthMs: 1_000, steps: [kill, change, pause] }
  const fails = async ({ steps }: Schedule) => steps.includes(change) && steps.includes(pause)
  expect((await shrinkSchedule(schedule, fails)).steps).toEqual([change, pause])
})

it('draws the same schedule for the same seed, and others for other seeds', () => {
  expect(drawSchedule(7)).toEqual(drawSchedule(7))
  const drawn = new Set(Array.from({ length: 200 }, (_, seed) => JSON.stringify(drawSchedule(seed).steps)))
  // Schedules of one or two steps may be alike.
  expect(drawn.size).toBeGreaterThan(190)
})

it('draws every kind of failure and both changes of writer in 200 seeds', () => {
  const steps = Array.from({ length: 200 }, (_, index) => drawSchedule(index + 1)).flatMap(
    ({ steps: all }) => all,
  )
  const kinds = new Set(steps.map((step) => (step.do === 'inject' ? step.failure.kind : step.do)))
  expect([...kinds].sort()).toEqual([
    'add-task',
    'cut-link',
    'delay-replication',
    'failover',
    'freeze-database',
    'isolate-region',
    'kill-database',
    'lose-neighbours',
    'pause-replication',
    'replace-task',
    'roll-tasks',
    'slow-disk',
    'slow-link',
    'switchover',
  ])
})
