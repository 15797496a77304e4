import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startOpenLoop } from './open-loop.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const MANY = 1_000

it('an open loop starts its turns at fixed times even if none of them ends', async () => {
  const begun: number[] = []
  const loop = startOpenLoop(10, MANY, 50, () => {
    begun.push(performance.now())
    return new Promise(() => {})
  })
  const startedMs = performance.now()
  await vi.advanceTimersByTimeAsync(350)
  expect(begun.map((ms) => ms - startedMs)).toEqual([150, 250, 350])
  expect(loop.due).toBe(3)
})

it('turns that were due while the process was paused know how late they are', async () => {
  const lateMs: number[] = []
  const loop = startOpenLoop(10, MANY, 0, async (late) => void lateMs.push(late))
  // The clock advances but no timer runs, as when a process gets no CPU time.
  const stalledUntil = performance.now() + 300
  const now = vi.spyOn(performance, 'now').mockReturnValue(stalledUntil)
  await vi.advanceTimersByTimeAsync(5)
  now.mockRestore()
  expect(lateMs).toEqual([200, 100, 0])
  await loop.stop()
})

it('a turn that is due while too many are in flight is counted but not sent', async () => {
  let begun = 0
  const loop = startOpenLoop(10, 2, 0, () => {
    begun += 1
    return new Promise(() => {})
  })
  await vi.advanceTimersByTimeAsync(500)
  expect({ begun, due: loop.due, skipped: loop.skipped }).toEqual({ begun: 2, due: 5, skipped: 3 })
})
