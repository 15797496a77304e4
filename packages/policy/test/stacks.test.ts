import { loadGraph, type ResourceGraph } from '@meridian/resource-graph'
import { describe, expect, it } from 'vitest'
import { describeReport, evaluate, modelSources, RULES, validateByModels, WAIVERS } from '../src/index.ts'

const STACKS = ['poc', 'production']
/** One waits, the other takes over what AWS has made: the provider's own, and no request. */
const WITHOUT_REQUEST = [
  'aws:acm/certificateValidation:CertificateValidation',
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup',
]
/** Waivers are evaluated on the day they were written; npm run policy uses today. */
const WRITTEN = '2026-11-21'
const graphs = new Map<string, ResourceGraph>()
for (const stack of STACKS) graphs.set(stack, await loadGraph(stack))
const sources = modelSources()

describe.each(STACKS)('%s', (stack) => {
  const graph = graphs.get(stack) as ResourceGraph

  it('passes every rule and AWS’s models, or has a waiver', () => {
    const { findings, checkedValues } = validateByModels(graph, sources)
    const waivers = WAIVERS[stack] ?? []
    const report = evaluate({ graph, rules: RULES, waivers, today: WRITTEN, otherFindings: findings })
    expect(checkedValues).toBeGreaterThan(2_000)
    expect(
      [report.findings, report.unusedWaivers, report.overdueWaivers].flat(),
      describeReport(report).join('\n'),
    ).toEqual([])
  })

  it('has a create request to validate each type against, except for known types', () => {
    expect(validateByModels(graph, sources).typesWithout).toEqual(WITHOUT_REQUEST)
  })
})

it('production passes every rule with its optional features turned on', async () => {
  const graph = await loadGraph('production', {
    'meridian:routingControls': 'in-use',
    'meridian:iamDatabaseAuthentication': 'true',
  })
  const { findings } = validateByModels(graph, sources)
  const waivers = WAIVERS.production ?? []
  const report = evaluate({ graph, rules: RULES, waivers, today: WRITTEN, otherFindings: findings })
  expect(report.findings, describeReport(report).join('\n')).toEqual([])
  expect(graph.ofType('aws:route53recoverycontrol/safetyRule:SafetyRule')).toHaveLength(1)
  expect(JSON.stringify(graph.contents)).toContain('rds-db:connect')
})
