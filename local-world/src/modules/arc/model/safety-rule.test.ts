import { expect, it } from 'vitest'
import { isKept } from './safety-rule.ts'

const rule = {
  arn: 'r',
  name: 'r',
  assertedControls: ['a', 'b', 'c'],
  leastOn: 2,
  isInverted: false,
  waitPeriodMs: 0,
}

it.each([
  ['', false, true],
  ['a', false, true],
  ['ab', true, false],
  ['abc', true, false],
])('with "%s" on, a rule of two out of three holds: %s, inverted: %s', (on, expected, inverted) => {
  const isOn = (arn: string) => on.includes(arn)
  expect(isKept(rule, isOn)).toBe(expected)
  expect(isKept({ ...rule, isInverted: true }, isOn)).toBe(inverted)
})
