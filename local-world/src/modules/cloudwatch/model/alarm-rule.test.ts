import { describe, expect, it } from 'vitest'
import { parseAlarmRule } from './alarm-rule.ts'
import type { AlarmState } from './alarm-state.ts'

const STATES: Readonly<Record<string, AlarmState>> = { ill: 'ALARM', well: 'OK', new: 'INSUFFICIENT_DATA' }
const holds = (text: string) => parseAlarmRule(text).holds((alarm) => STATES[alarm])

describe('an alarm rule', () => {
  it.each([
    ['ALARM("ill")', true],
    ['ALARM(well)', false],
    ['OK("well") AND INSUFFICIENT_DATA("new")', true],
    ['ALARM("well") OR ALARM("ill")', true],
    ['ALARM("ill") OR ALARM("well") AND ALARM("well")', true],
    ['(ALARM("ill") OR ALARM("well")) AND ALARM("well")', false],
    ['NOT ALARM("well") AND TRUE', true],
    ['NOT (ALARM("ill") OR FALSE)', false],
    ['ALARM("nobody")', false],
  ])('%s: %s', (text, expected) => {
    expect(holds(text)).toBe(expected)
  })

  it('names each of its alarms once', () => {
    expect(parseAlarmRule('ALARM("a") OR OK("a") OR ALARM("b")').children).toEqual(['a', 'b'])
  })

  it.each([
    ['ALARM("a") XOR ALARM("b")', /is not an alarm rule/],
    ['ALARM("a") AND', /ends too early/],
    ['(ALARM("a")', /lacks a "\)"/],
    ['ALARM("a") ALARM("b")', /goes on after its end/],
    ['AND ALARM("a")', /has "AND" where/],
  ])('refuses %s', (text, message) => {
    expect(() => parseAlarmRule(text)).toThrow(message)
  })

  it('refuses more than a hundred alarms', () => {
    const rule = Array.from({ length: 101 }, (_, index) => `ALARM("a${index}")`).join(' OR ')
    expect(() => parseAlarmRule(rule)).toThrow('the rule names 101 alarms; CloudWatch takes 100')
  })
})
