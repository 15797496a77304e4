import { summarize } from '@meridian/operator-tools'
import { describe, expect, it } from 'vitest'
import { climb, offerOf } from './capacity.ts'
import { DEFAULT_RATES } from './load-plan.ts'

/** A system that serves this many requests a second; the rest wait or fail. */
const carries = (most: number, isLate = false) => {
  const asked: number[] = []
  const send = async (factor: number, stepMs: number) => {
    asked.push(factor)
    const [wanted, atMost] = [(factor * stepMs) / 10, (most * stepMs) / 1_000]
    const served = isLate ? wanted : Math.min(wanted, atMost)
    const answerTime = served > 0 ? summarize([wanted > atMost ? 900 : 100]) : undefined
    return { wanted, served, answerTime, skipped: 0, stepMs }
  }
  return { asked, send }
}

describe('a ramp', () => {
  it('ends with the last rate when everything is served, and marks it as a lower bound', async () => {
    const { send } = carries(1_000)
    expect(await climb([0.5, 1, 2], send)).toMatchObject({ factor: 2, perSecond: 200, isAtLeast: true })
  })

  it('ends with the highest rate served when the next one fails twice, and sustains its share', async () => {
    const { asked, send } = carries(120)
    const capacity = await climb([0.5, 1, 1.5, 2], send)
    expect(capacity).toMatchObject({ factor: 1, perSecond: 100, isAtLeast: false })
    expect(asked).toEqual([0.5, 1, 1.5, 1.5, 0.5])
    expect(capacity.steps.at(-2)?.refusal).toBe('30 of 150 were not served')
  })

  it('treats late answers as overload, like failures', async () => {
    const { send } = carries(120, true)
    const capacity = await climb([0.5, 1, 1.5], send)
    expect(capacity).toMatchObject({ factor: 1, isAtLeast: false })
    expect(capacity.steps.at(-2)?.refusal).toBe('one in twenty waited 900 ms or longer')
  })

  it('retries a rate that failed once', async () => {
    let calls = 0
    const capacity = await climb([0.5, 1], async (factor, stepMs) => {
      calls += 1
      const wanted = factor * 100
      return { wanted, served: calls === 2 ? 0 : wanted, answerTime: summarize([100]), skipped: 0, stepMs }
    })
    expect(capacity).toMatchObject({ factor: 1, isAtLeast: true })
    expect(capacity.steps.map(({ refusal }) => refusal)).toEqual([undefined, 'nothing was served', undefined])
  })

  it('goes down from a first rate that is too high, and sustains the share that a drill would offer', async () => {
    const { asked, send } = carries(20)
    const capacity = await climb([0.5, 1], send)
    expect(capacity).toMatchObject({ factor: 0.125, perSecond: 12, isAtLeast: false })
    expect(asked).toEqual([0.5, 0.5, 0.25, 0.25, 0.125, 0.0625])
  })

  it('halves its result when the share proves too high after some seconds', async () => {
    const { send } = carries(30)
    let held = 0
    const capacity = await climb([0.25, 0.5, 2], async (factor, stepMs) => {
      const seen = await send(factor, stepMs)
      const isHeld = stepMs > 1_000
      if (isHeld) held += 1
      return isHeld && held === 1 ? { ...seen, served: 0 } : seen
    })
    expect(capacity).toMatchObject({ factor: 0.125, perSecond: 12 })
    expect(held).toBe(2)
  })

  it('finds no capacity where nothing is served, and ends', async () => {
    const { asked, send } = carries(0)
    expect(await climb([0.5, 1], send)).toMatchObject({ factor: 0, perSecond: 0, isAtLeast: false })
    expect(Math.min(...asked)).toBe(0.5 / 16)
  })

  it('does not count a rate as served when answers take seconds, even the first rate', async () => {
    const send = async (factor: number, stepMs: number) => {
      const answerTime = summarize([factor > 0.2 ? 5_000 : 1_500])
      return { wanted: 50, served: 50, answerTime, skipped: 0, stepMs }
    }
    expect(await climb([0.25, 2], send)).toMatchObject({ factor: 0.125 })
  })

  it('counts requests that could not be sent as not served', async () => {
    const answerTime = summarize([100])
    const send = async () => ({ wanted: 50, served: 50, answerTime, skipped: 50, stepMs: 1_000 })
    expect((await climb([1], send)).steps[0]).toMatchObject({ refusal: '50 of 100 were not served' })
  })
})

describe('the load that a drill offers', () => {
  it('is the wanted rate where twice as much is served', () => {
    expect(offerOf({ factor: 2 }, DEFAULT_RATES, 1, false)).toEqual({
      factor: 1,
      share: 0.5,
      perSecond: 144,
      writesPerSecond: 105,
    })
  })

  it('is half of the served rate where that is less', () => {
    expect(offerOf({ factor: 1 }, DEFAULT_RATES, 1, false).factor).toBe(0.5)
  })

  it('is a quarter of the served rate where the machine was too busy before any load', () => {
    expect(offerOf({ factor: 1 }, DEFAULT_RATES, 1, true)).toMatchObject({ factor: 0.25, share: 0.25 })
    expect(offerOf({ factor: 4 }, DEFAULT_RATES, 1, true).factor).toBe(1)
  })

  it('is never more than requested, and never zero', () => {
    expect(offerOf({ factor: 4 }, DEFAULT_RATES, 0.2, false).factor).toBe(0.2)
    expect(offerOf({ factor: 0 }, DEFAULT_RATES, 1, true).perSecond).toBeGreaterThan(1)
  })
})
