import { describe, expect, it } from 'vitest'
import { controlArn, controlNodes, PANEL } from '../../../../test/arc/switched-program.ts'
import { graphOf, node } from '../../../../test/route53/example-program.ts'
import { ROUTING_CONTROL_TYPE, SAFETY_RULE_TYPE } from '../resources.ts'
import { planArc } from './plan.ts'

const plan = (...extra: Parameters<typeof graphOf>[0]) => planArc(graphOf([...controlNodes(), ...extra]))

const rule = (inputs: object) =>
  node(SAFETY_RULE_TYPE, 'other', {
    controlPanelArn: PANEL,
    assertedControls: [controlArn('us-east-1'), controlArn('us-west-2')],
    ...inputs,
  })

describe('the plan of routing controls', () => {
  it('reads AND and OR as thresholds', () => {
    const leastOn = (type: string) => plan(rule({ ruleConfig: { type } })).rules[1]?.leastOn
    expect([leastOn('AND'), leastOn('OR')]).toEqual([2, 1])
  })

  it.each([
    [
      'a control without a control panel',
      node(ROUTING_CONTROL_TYPE, 'lost', { controlPanelArn: 'arn:none' }),
      /controlPanelArn is "arn:none"/,
    ],
    [
      'a gating rule',
      rule({ assertedControls: undefined, gatingControls: [controlArn('us-east-1')] }),
      /a gating rule/,
    ],
    [
      'a rule over unknown controls',
      rule({ assertedControls: ['arn:none'] }),
      /assertedControls has "arn:none"/,
    ],
    [
      'a threshold that cannot be reached',
      rule({ ruleConfig: { type: 'ATLEAST', threshold: 3 } }),
      /expected AND, OR, or ATLEAST with 1 to 2/,
    ],
  ])('refuses %s', (_, extra, message) => {
    expect(() => plan(extra)).toThrow(message)
  })
})
