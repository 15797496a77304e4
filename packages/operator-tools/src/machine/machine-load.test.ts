import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openMachineProbe, slowdownOf } from './machine-load.ts'

const BLOCKED_MS = 300

it('a thread that could not run its timers is detected, and forgotten once it can again', async () => {
  using probe = openMachineProbe()
  await untilTimersRun()
  const untilMs = performance.now() + BLOCKED_MS
  while (performance.now() < untilMs);
  await untilTimersRun()
  const blocked = probe.read()
  expect(blocked.eventLoopDelayMs.p99).toBeGreaterThan(BLOCKED_MS / 2)
  expect(blocked.isTooBusy).toBe(true)
  expect(probe.read().eventLoopDelayMs.p99).toBeLessThan(BLOCKED_MS / 2)
})

it.each([
  ['does not wait', 0.8, 0, 1],
  ['waits as long as it works', 0.5, 0.5, 2],
  ['has next to nothing to do', 0.0001, 0.001, 1.05],
  ['is on a system that tells nothing', undefined, undefined, 1],
])('the slowdown of a thread that %s', (_title, worked, waited, slowdown) => {
  expect(slowdownOf(worked, waited)).toBe(slowdown)
})

/** A few rounds of the histogram's own timer. */
async function untilTimersRun(): Promise<void> {
  const untilMs = performance.now() + 50
  while (performance.now() < untilMs) await turn()
}
