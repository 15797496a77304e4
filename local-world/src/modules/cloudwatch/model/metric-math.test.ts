import { describe, expect, it } from 'vitest'
import { parseMetricMath } from './metric-math.ts'

const value = (text: string, metrics: Readonly<Record<string, number>> = {}) =>
  parseMetricMath(text)((id) => metrics[id])

describe('metric math', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['2 > 1', 1],
    ['MAX([1, 5, 3])', 5],
    ['MIN([1, 5, 3])', 1],
  ])('%s is %d', (text, expected) => {
    expect(value(text)).toBe(expected)
  })

  it('has no value where a metric has none, unless it is filled', () => {
    expect(value('100 * errors / requests', { requests: 50 })).toBeUndefined()
    expect(value('100 * FILL(errors, 0) / requests', { requests: 50 })).toBe(0)
    expect(value('MAX([a, b])', { b: 4 })).toBe(4)
    expect(value('MAX([a, b])')).toBeUndefined()
  })

  it('has no value where it divides by zero', () => {
    expect(value('errors / requests', { errors: 1, requests: 0 })).toBeUndefined()
  })

  it('evaluates the condition of IF first', () => {
    const ratio = 'IF(requests > 20, 100 * FILL(errors, 0) / requests, 0)'
    expect(value(ratio, { requests: 10, errors: 10 })).toBe(0)
    expect(value(ratio, { requests: 50, errors: 10 })).toBe(20)
    expect(value(ratio, { errors: 10 })).toBeUndefined()
  })

  it.each([
    ['METRICS()', /"METRICS" is not known/],
    ['1 +', /ends too early/],
    ['1 2', /goes on after its end/],
    ['FILL(a)', /takes 2 arguments and got 1/],
    ['a % b', /is not metric math/],
  ])('refuses %s', (text, message) => {
    expect(() => parseMetricMath(text)).toThrow(message)
  })
})
