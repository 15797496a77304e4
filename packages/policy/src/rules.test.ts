import { sampleGraph } from '@meridian/resource-graph/testing'
import { describe, expect, it } from 'vitest'
import { FIXTURES } from '../fixtures/index.ts'
import { RULES } from './registry.ts'
import { SEVERITIES } from './rule.ts'

describe.each(RULES)('$id', (rule) => {
  const fixture = FIXTURES[rule.id]

  it('has a passing and a failing graph', () => {
    expect(fixture, `Add "${rule.id}" to packages/policy/fixtures`).toBeDefined()
    expect(fixture?.passing).not.toEqual([])
  })

  it('reports nothing in the passing one', () => {
    expect(rule.check(sampleGraph(fixture?.passing ?? []))).toEqual([])
  })

  it('reports what is wrong in the failing one, where it is, and what to do', () => {
    const findings = rule.check(sampleGraph(fixture?.failing ?? []))
    expect(findings.map(({ property }) => property)).toEqual(fixture?.at)
    for (const finding of findings) {
      expect(finding).toMatchObject({ rule: rule.id, severity: rule.severity })
      expect([finding.seen, finding.wanted, finding.nextStep, finding.resource].every(Boolean)).toBe(true)
    }
  })
})

describe('the registry', () => {
  it('has at least fifty rules with unique names', () => {
    const ids = RULES.map(({ id }) => id)
    expect(ids.length).toBeGreaterThanOrEqual(50)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([])
  })

  it('has no fixture without a rule', () => {
    const ids = RULES.map(({ id }) => id)
    expect(Object.keys(FIXTURES).filter((id) => !ids.includes(id))).toEqual([])
  })

  it('gives every rule a severity, title, reason, source and types', () => {
    const incomplete = RULES.filter(
      ({ severity, title, reason, source, types }) =>
        !SEVERITIES.includes(severity) || !title || reason.length < 40 || !source || types.length === 0,
    )
    expect(incomplete.map(({ id }) => id)).toEqual([])
  })
})
