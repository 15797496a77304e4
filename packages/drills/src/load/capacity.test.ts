import { summarize } from '@meridian/operator-tools'
import { describe, expect, it } from 'vitest'
import { climb, offerOf } from './capacity.ts'
import { DEFAULT_RATES } from './load-plan.ts'

/** A system that serves so many a second, and lets the rest wait or fail. */
const carries = (most: number, isLate = false) => {
  const asked: number[] = []
  const send = async (factor: number) => {
    asked.push(factor)
    const wanted = factor * 100
    const served = isLate ? wanted : Math.min(wanted, most)
    const answerTime = served > 0 ? summarize([wanted > most ? 900 : 100]) : undefined
    return { wanted, served, answerTime, skipped: 0 }
  }
  return { asked, send }
}

describe('a ramp', () => {
  it('ends with the last rate when everything is carried, and knows that there may be more', async () => {
    const { send } = carries(1_000)
    expect(await climb([0.5, 1, 2], send)).toMatchObject({ factor: 2, perSecond: 200, isAtLeast: true })
  })

  it('ends with the highest rate that was carried when the next one fails twice', async () => {
    const { asked, send } = carries(120)
    const capacity = await climb([0.5, 1, 1.5, 2], send)
    expect(capacity).toMatchObject({ factor: 1, perSecond: 100, isAtLeast: false })
    expect(asked).toEqual([0.5, 1, 1.5, 1.5])
    expect(capacity.steps.at(-1)?.refusal).toBe('30 of 150 were not served')
  })

  it('takes late answers for too much, as it takes failures', async () => {
    const { send } = carries(120, true)
    const capacity = await climb([0.5, 1, 1.5], send)
    expect(capacity).toMatchObject({ factor: 1, isAtLeast: false })
    expect(capacity.steps.at(-1)?.refusal).toBe('one in twenty waited 900 ms or longer')
  })

  it('tries a rate again that failed once', async () => {
    let calls = 0
    const capacity = await climb([0.5, 1], async (factor) => {
      calls += 1
      const wanted = factor * 100
      return { wanted, served: calls === 2 ? 0 : wanted, answerTime: summarize([100]), skipped: 0 }
    })
    expect(capacity).toMatchObject({ factor: 1, isAtLeast: true })
    expect(capacity.steps.map(({ refusal }) => refusal)).toEqual([undefined, 'nothing was served', undefined])
  })

  it('knows what was served of the first rate when even that was too much', async () => {
    const { send } = carries(20)
    expect(await climb([0.5, 1], send)).toMatchObject({ factor: 0.2, perSecond: 20, isAtLeast: false })
  })

  it('counts what could not be sent as not served', async () => {
    const send = async () => ({ wanted: 50, served: 50, answerTime: summarize([100]), skipped: 50 })
    expect((await climb([1], send)).steps[0]).toMatchObject({ refusal: '50 of 100 were not served' })
  })
})

describe('what a drill offers', () => {
  it('is what is wanted where twice as much is carried', () => {
    expect(offerOf({ factor: 2 }, DEFAULT_RATES, 1)).toEqual({
      factor: 1,
      perSecond: 144,
      writesPerSecond: 105,
    })
  })

  it('is half of what is carried where that is less', () => {
    expect(offerOf({ factor: 1 }, DEFAULT_RATES, 1).factor).toBe(0.5)
  })

  it('is never more than was asked for, and never nothing', () => {
    expect(offerOf({ factor: 4 }, DEFAULT_RATES, 0.2).factor).toBe(0.2)
    expect(offerOf({ factor: 0 }, DEFAULT_RATES, 1).perSecond).toBeGreaterThan(1)
  })
})
