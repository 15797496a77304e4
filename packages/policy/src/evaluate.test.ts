import { sampleGraph, sampleNode } from '@meridian/resource-graph/testing'
import { describe, expect, it } from 'vitest'
import { WAIVERS } from '../waivers/index.ts'
import { describeReport } from './describe-report.ts'
import { evaluate, isKept, refuseUnknownRules } from './evaluate.ts'
import { RULES } from './registry.ts'
import { TYPES } from './resource-types.ts'
import type { Waiver } from './waiver.ts'

const TODAY = '2026-11-21'
const rules = RULES.filter(({ id }) => id === 'key-rotates')
const graph = sampleGraph(
  ['one', 'other'].map((name) => sampleNode({ type: TYPES.key, name, inputs: { enableKeyRotation: false } })),
)

function waiver(resource: string, more: Partial<Waiver> = {}): Waiver {
  return { rule: 'key-rotates', resource, reason: 'Because.', reviewBy: '2027-01-01', ...more }
}

function report(...waivers: readonly Waiver[]) {
  return evaluate({ graph, rules, waivers, today: TODAY })
}

describe('an evaluation', () => {
  it('fails on a finding without a waiver', () => {
    expect(report().findings).toHaveLength(2)
    expect(isKept(report())).toBe(false)
  })

  it('drops findings that a waiver names, by type and name', () => {
    const one = report(waiver(`${TYPES.key}::one`))
    expect(one.findings.map(({ resource }) => resource.split('::').at(-1))).toEqual(['other'])
    expect(one.waived.map(({ waiver: used }) => used.reason)).toEqual(['Because.'])
    expect(isKept(report(waiver('aws:kms/*::*')))).toBe(true)
  })

  it('drops findings of a single property where a waiver names it', () => {
    expect(report(waiver('*', { property: 'enableKey*' })).findings).toEqual([])
    expect(report(waiver('*', { property: 'policy' })).waived).toEqual([])
  })

  it('fails on a waiver that matches nothing', () => {
    const idle = waiver(`${TYPES.key}::gone`)
    const both = report(waiver('aws:kms/*'), idle)
    expect(both.findings).toEqual([])
    expect(both.unusedWaivers).toEqual([idle])
    expect(isKept(both)).toBe(false)
  })

  it('honours a waiver up to and including its review date', () => {
    expect(isKept(report(waiver('aws:kms/*', { reviewBy: TODAY })))).toBe(true)
    const late = report(waiver('aws:kms/*', { reviewBy: '2026-11-20' }))
    expect([late.findings.length, late.overdueWaivers.length, late.unusedWaivers.length]).toEqual([2, 1, 0])
  })

  it('treats a name in a pattern literally', () => {
    expect(report(waiver('aws.kms/key.Key::one')).waived).toEqual([])
  })

  it('refuses a waiver for a rule that does not exist', () => {
    expect(() => refuseUnknownRules([waiver('*', { rule: 'key-rotate' })], ['key-rotates'])).toThrow(
      /"key-rotate", which does not exist/,
    )
  })

  it('prints the worst findings first, with what to do and the reason of each waiver', () => {
    const words = describeReport(report(waiver(`${TYPES.key}::one`), waiver('nothing'))).join('\n')
    expect(words).toContain('aws:kms/key:Key::other enableKeyRotation: false; wanted: true')
    expect(words).toContain('→ Set enableKeyRotation to true.')
    expect(words).toContain('Because.')
    expect(words).toContain('Not kept: 1 findings, 1 waivers without use, 0 overdue.')
  })
})

describe('the waivers of the stacks', () => {
  const all = Object.values(WAIVERS).flat()

  it('name rules that exist', () => {
    expect(() =>
      refuseUnknownRules(
        all,
        RULES.map(({ id }) => id),
      ),
    ).not.toThrow()
  })

  it('have a reason in full sentences and a review date', () => {
    const poor = all.filter(
      ({ reason, reviewBy }) => !/^[A-Z].{40,}\.$/.test(reason) || !/^\d{4}-\d\d-\d\d$/.test(reviewBy),
    )
    expect(poor).toEqual([])
  })
})
