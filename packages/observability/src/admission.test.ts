import { describe, expect, it } from 'vitest'
import { createAdmission } from './admission.ts'

const OPTIONS = { floor: 10, withinMs: 1_000 }

/** Takes as many places as there are. */
function fill({ enter }: { enter(): boolean }): number {
  let taken = 0
  while (enter()) taken += 1
  return taken
}

describe('admission', () => {
  it('has its floor of places while nothing has been measured', () => {
    const admission = createAdmission(OPTIONS, () => 0)
    expect(fill(admission)).toBe(10)
    expect(admission.enter()).toBe(false)
    admission.leave()
    expect(admission.enter()).toBe(true)
    expect(admission.inHand).toBe(10)
  })

  it('takes in what is finished in the time that work may wait', () => {
    let nowMs = 0
    const admission = createAdmission(OPTIONS, () => nowMs)
    for (; nowMs <= 2_000; nowMs += 10) if (admission.enter()) admission.leave()
    expect(fill(admission)).toBe(100)
  })

  it('takes in less when work becomes slower', () => {
    let nowMs = 0
    const admission = createAdmission(OPTIONS, () => nowMs)
    for (; nowMs <= 2_000; nowMs += 10) if (admission.enter()) admission.leave()
    for (; nowMs <= 4_000; nowMs += 40) if (admission.enter()) admission.leave()
    expect(fill(admission)).toBe(25)
  })

  it('never takes in less than its floor', () => {
    let nowMs = 0
    const admission = createAdmission(OPTIONS, () => nowMs)
    for (; nowMs <= 10_000; nowMs += 1_000) if (admission.enter()) admission.leave()
    expect(fill(admission)).toBe(10)
  })

  it('does not count what it refused as finished', () => {
    let nowMs = 0
    const admission = createAdmission(OPTIONS, () => nowMs)
    fill(admission)
    for (; nowMs <= 2_000; nowMs += 1) admission.enter()
    admission.leave()
    expect(fill(admission)).toBe(1)
  })
})
