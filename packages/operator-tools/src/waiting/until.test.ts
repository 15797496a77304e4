import { describe, expect, it } from 'vitest'
import { manualPacing } from '../../test/manual-pacing.ts'
import { until, WaitTimedOutError, waitUntil } from './until.ts'

const patience = () => ({ pacing: manualPacing(), deadlineMs: 1_000, pollMs: 100 })

/** Sees 1, 2, 3, … */
function counter() {
  let looks = 0
  return () => ++looks
}

describe('until', () => {
  it('returns the first observation that is wanted', async () => {
    expect(await until('three', counter(), (seen) => seen >= 3, patience())).toBe(3)
  })

  it('reports what it waited for, how long, what it saw last and what to do', async () => {
    const overdue = until(
      'a task',
      () => 'none',
      (seen) => seen === 'one',
      {
        ...patience(),
        nextStep: 'Look with: aws ecs list-tasks',
      },
    )
    await expect(overdue).rejects.toThrow(
      'Waited 1.0 s for a task; last seen: "none". Look with: aws ecs list-tasks',
    )
    await expect(overdue).rejects.toBeInstanceOf(WaitTimedOutError)
  })

  it('checks once more when its last pause ends after the deadline', async () => {
    const pacing = manualPacing()
    const startedMs = pacing.now()
    const look = () => pacing.now() - startedMs
    expect(
      await until('a second', look, (ms) => ms >= 1_000, { pacing, deadlineMs: 1_000, pollMs: 300 }),
    ).toBe(1_200)
  })

  it('passes on an error that a check throws', async () => {
    const look = () => Promise.reject(new Error('refused'))
    await expect(until('anything', look, Boolean, patience())).rejects.toThrow('refused')
  })
})

describe('waitUntil', () => {
  it('reports that it is overdue, and what it saw last', async () => {
    expect(await waitUntil(patience(), counter(), () => false)).toEqual({
      seen: 11,
      isOverdue: true,
      tookMs: 1_000,
    })
  })
})
