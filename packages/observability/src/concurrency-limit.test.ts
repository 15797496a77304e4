import { describe, expect, it } from 'vitest'
import { createConcurrencyLimit } from './concurrency-limit.ts'

const OPTIONS = { floor: 10, withinMs: 1_000 }

function fill({ enter }: { enter(): boolean }): number {
  let taken = 0
  while (enter()) taken += 1
  return taken
}

describe('limit', () => {
  it('admits its minimum while nothing has been measured', () => {
    const limit = createConcurrencyLimit(OPTIONS, () => 0)
    expect(fill(limit)).toBe(10)
    expect(limit.enter()).toBe(false)
    limit.leave()
    expect(limit.enter()).toBe(true)
    expect(limit.inHand).toBe(10)
  })

  it('admits as much as is finished within the allowed wait', () => {
    let nowMs = 0
    const limit = createConcurrencyLimit(OPTIONS, () => nowMs)
    for (; nowMs <= 2_000; nowMs += 10) if (limit.enter()) limit.leave()
    expect(fill(limit)).toBe(100)
  })

  it('admits less when requests become slower', () => {
    let nowMs = 0
    const limit = createConcurrencyLimit(OPTIONS, () => nowMs)
    for (; nowMs <= 2_000; nowMs += 10) if (limit.enter()) limit.leave()
    for (; nowMs <= 4_000; nowMs += 40) if (limit.enter()) limit.leave()
    expect(fill(limit)).toBe(25)
  })

  it('never admits less than its minimum', () => {
    let nowMs = 0
    const limit = createConcurrencyLimit(OPTIONS, () => nowMs)
    for (; nowMs <= 10_000; nowMs += 1_000) if (limit.enter()) limit.leave()
    expect(fill(limit)).toBe(10)
  })

  it('does not count refused requests as finished', () => {
    let nowMs = 0
    const limit = createConcurrencyLimit(OPTIONS, () => nowMs)
    fill(limit)
    for (; nowMs <= 2_000; nowMs += 1) limit.enter()
    limit.leave()
    expect(fill(limit)).toBe(1)
  })
})
