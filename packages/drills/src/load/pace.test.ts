import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { startOpenLoop } from './open-loop.ts'
import { followMachine, shareOf } from './pace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it.each([
  ['idle', 10, 1],
  ['busy by what a story costs', 500, 1],
  ['twice as slow as that', 1_000, 0.5],
])('a machine that is %s gets its share of the load', (_title, lateMs, share) => {
  expect(shareOf(lateMs)).toBe(share)
})

it('the load is lowered only while the machine is busier than a story alone makes it', async () => {
  let lateMs = 10
  const pace = followMachine({ latestMs: () => lateMs }, 1)
  onTestFinished(() => pace[Symbol.dispose]())
  const loop = startOpenLoop(10, 1_000, 0, async () => {}, pace.share)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(loop.due).toBe(10)
  lateMs = 2_000
  await vi.advanceTimersByTimeAsync(500)
  const before = loop.due
  await vi.advanceTimersByTimeAsync(4_000)
  expect(loop.due - before).toBe(10)
  lateMs = 10
  await vi.advanceTimersByTimeAsync(500)
  const after = loop.due
  await vi.advanceTimersByTimeAsync(1_000)
  expect(loop.due - after).toBe(10)
  expect(pace.least).toBe(0.25)
  await loop.stop()
})

it.each([
  [1, 0.2],
  [0.2, 0.5],
  [0.02, 1],
])('a load of %d of the usual one is never lowered below %d of it', async (factor, least) => {
  let lateMs = 10
  const pace = followMachine({ latestMs: () => lateMs }, factor)
  onTestFinished(() => pace[Symbol.dispose]())
  lateMs = 60_000
  await vi.advanceTimersByTimeAsync(500)
  expect(pace.share()).toBe(least)
})
