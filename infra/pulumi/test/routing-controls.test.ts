import { REGION_IDS, REGIONS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { runProgram } from './run-program.ts'

const RECORD = 'aws:route53/record:Record'
const HEALTH_CHECK = 'aws:route53/healthCheck:HealthCheck'

const run = await runProgram('production')
const prepared = await runProgram('production', { 'meridian:routingControls': 'prepared' })
const inUse = await runProgram('production', { 'meridian:routingControls': 'in-use' })
const CODES = REGION_IDS.map((region) => REGIONS[region].code)

/** Each record's health check, by the record's name. */
const obeyed = ({ ofType }: typeof run) =>
  Object.fromEntries(ofType(RECORD).map(({ name, inputs }) => [name, inputs.healthCheckId]))

describe('routing controls', () => {
  it('are no part of the stacks, for what they cost', () => {
    expect(run.ofType('aws:route53recoverycontrol/cluster:Cluster')).toEqual([])
    expect(run.outputs.routingControls).toEqual({})
  })

  it('are there to be turned on before anything obeys them', () => {
    expect(prepared.ofType('aws:route53recoverycontrol/routingControl:RoutingControl')).toHaveLength(3)
    expect(obeyed(prepared)).toEqual(obeyed(run))
    expect(prepared.ofType(HEALTH_CHECK).filter(({ inputs }) => inputs.type === 'CALCULATED')).toEqual([])
  })

  it('keep one region on, whatever people do', () => {
    const rule = prepared.named(
      'aws:route53recoverycontrol/safetyRule:SafetyRule',
      'routing-controls-one-stays-on',
    )
    expect(rule.inputs).toMatchObject({ ruleConfig: { type: 'ATLEAST', threshold: 1 } })
    expect(rule.inputs.assertedControls).toHaveLength(3)
  })

  it('join the health checks when they are in use: a region needs both', () => {
    const check = (name: string) => inUse.named(HEALTH_CHECK, name).inputs
    for (const code of CODES) {
      expect(check(`routing-controls-${code}`)).toMatchObject({ type: 'RECOVERY_CONTROL' })
      expect(check(`routing-controls-${code}-combined`)).toMatchObject({
        type: 'CALCULATED',
        childHealthThreshold: 2,
        childHealthchecks: [`routing-${code}-id`, `routing-controls-${code}-id`],
      })
      expect(obeyed(inUse)[`routing-from-${code}-primary`]).toBe(`routing-controls-${code}-combined-id`)
    }
  })

  it.each([
    ['none', run],
    ['prepared', prepared],
    ['in use', inUse],
  ])('leave checks in the outputs whose status Route 53 tells (%s)', (_, { outputs }) => {
    expect(outputs.healthChecks).toEqual(
      Object.fromEntries(REGION_IDS.map((region) => [region, `routing-${REGIONS[region].code}-id`])),
    )
  })

  it('are named in the outputs for operators', () => {
    expect(prepared.outputs.routingControls).toMatchObject({
      endpoints: [{ region: 'us-west-2', endpoint: expect.stringMatching(/^https:/) }],
      safetyRuleArn: expect.stringContaining('one-stays-on'),
    })
    expect(Object.keys(prepared.outputs.routingControls.controlArns)).toEqual([...REGION_IDS])
    expect(inUse.outputs.routingControls).toEqual(prepared.outputs.routingControls)
  })
})
