import { describe, expect, it } from 'vitest'
import { createRandom } from '../random.ts'
import { createRetryBudget, pauseBeforeRetry } from './retry-budget.ts'

describe('a retry budget', () => {
  const OPTIONS = { share: 0.2, returned: 0.5, perSecond: 10, savedSeconds: 2 }

  it('limits retries to a share of what is sent, however much fails', () => {
    let nowMs = 0
    const budget = createRetryBudget(OPTIONS, () => nowMs)
    for (; nowMs < 10_000; nowMs += 10) {
      budget.sent()
      for (let asked = 0; asked < 50; asked += 1) budget.mayRetry()
    }
    // 1,000 sent in 10 s: a fifth of them, ten a second, and the saved-up budget.
    expect(budget.retries).toBeLessThanOrEqual(200 + 100 + 20)
    expect(budget.retries).toBeGreaterThan(300)
    expect(budget.heldBack).toBe(50_000 - budget.retries)
  })

  it('allows the last retries when nothing new is sent', () => {
    let nowMs = 0
    const budget = createRetryBudget(OPTIONS, () => nowMs)
    while (budget.mayRetry());
    nowMs = 1_000
    let allowed = 0
    while (budget.mayRetry()) allowed += 1
    expect(allowed).toBe(10)
  })

  it('allows more retries while retries are served', () => {
    let nowMs = 0
    const budget = createRetryBudget(OPTIONS, () => nowMs)
    while (budget.mayRetry());
    const before = budget.retries
    for (; nowMs < 10_000; nowMs += 10) if (budget.mayRetry()) budget.retryServed()
    // Ten a second, plus half as many for those served, and so on: twenty.
    expect(budget.retries - before).toBeGreaterThan(190)
    expect(budget.retries - before).toBeLessThanOrEqual(200)
  })

  it('allows a retry eventually under a small load', () => {
    let nowMs = 0
    const budget = createRetryBudget({ ...OPTIONS, perSecond: 0.1 }, () => nowMs)
    expect(budget.mayRetry()).toBe(true)
    expect(budget.mayRetry()).toBe(false)
    nowMs = 10_000
    expect(budget.mayRetry()).toBe(true)
  })

  it('allows retries at the rate of the load once nothing new is sent', () => {
    let nowMs = 0
    const budget = createRetryBudget({ ...OPTIONS, perSecond: 1 }, () => nowMs)
    while (budget.mayRetry());
    budget.onlyRetries(30)
    const before = budget.retries
    for (; nowMs < 10_000; nowMs += 10) budget.mayRetry()
    expect(budget.retries - before).toBeGreaterThan(290)
    expect(budget.retries - before).toBeLessThanOrEqual(300)
  })

  it('caps its savings, so that a long calm is not followed by a retry storm', () => {
    let nowMs = 0
    const budget = createRetryBudget(OPTIONS, () => nowMs)
    for (; nowMs < 600_000; nowMs += 10) budget.sent()
    let allowed = 0
    while (budget.mayRetry()) allowed += 1
    expect(allowed).toBe(20)
  })
})

describe('a pause before a retry', () => {
  const random = createRandom(1)
  const pauses = (nth: number, retryAfterMs = 0) =>
    Array.from({ length: 100 }, () => pauseBeforeRetry(nth, retryAfterMs, random))

  it.each([
    [1, 50, 100],
    [2, 100, 200],
    [5, 800, 1_600],
    [20, 1_000, 2_000],
  ])('of retry %i lies between %i and %i ms and differs from visitor to visitor', (nth, least, most) => {
    const drawn = pauses(nth)
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(least)
    expect(Math.max(...drawn)).toBeLessThanOrEqual(most)
    expect(new Set(drawn).size).toBeGreaterThan(90)
  })

  it('is never shorter than the server’s Retry-After', () => {
    expect(Math.min(...pauses(1, 1_000))).toBeGreaterThanOrEqual(1_000)
  })
})
