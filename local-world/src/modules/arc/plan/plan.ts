import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { ArcPlanError } from '../errors.ts'
import type { SafetyRule } from '../model/safety-rule.ts'
import type { RoutingControl } from '../model/switchboard.ts'
import { CONTROL_PANEL_TYPE, ROUTING_CONTROL_TYPE, SAFETY_RULE_TYPE } from '../resources.ts'

export interface ArcPlan {
  readonly controls: readonly RoutingControl[]
  readonly rules: readonly SafetyRule[]
}

interface SafetyRuleInputs {
  readonly controlPanelArn?: string
  readonly name?: string
  readonly waitPeriodMs?: number
  readonly assertedControls?: readonly string[]
  readonly ruleConfig?: {
    readonly type?: string
    readonly threshold?: number
    readonly inverted?: boolean
  }
}

/** The program's routing controls and their safety rules. */
export function planArc(graph: ResourceGraph): ArcPlan {
  const panels = new Map(graph.ofType(CONTROL_PANEL_TYPE).map((node) => [node.id, nameOf(node)]))
  const controls = graph.ofType(ROUTING_CONTROL_TYPE).map((node) => planControl(node, panels))
  const rules = graph.ofType(SAFETY_RULE_TYPE).map((node) => planRule(node, controls))
  return { controls, rules }
}

function planControl(node: ResourceNode, panels: ReadonlyMap<string, string>): RoutingControl {
  const panelArn = String(node.inputs.controlPanelArn ?? '')
  const panelName = panels.get(panelArn)
  if (panelName === undefined)
    throw new ArcPlanError(
      node.name,
      `controlPanelArn is "${panelArn}", which no control panel of the program has; the default panel is not supported in the local world: name one`,
    )
  return { arn: node.id, name: nameOf(node), panelArn, panelName }
}

function planRule(node: ResourceNode, controls: readonly RoutingControl[]): SafetyRule {
  const inputs = node.inputs as SafetyRuleInputs
  const { assertedControls } = inputs
  if (!assertedControls?.length)
    throw new ArcPlanError(
      node.name,
      'a safety rule without assertedControls (a gating rule) is not supported in the local world; use an assertion rule',
    )
  for (const arn of assertedControls)
    if (!controls.some((control) => control.arn === arn && control.panelArn === inputs.controlPanelArn))
      throw new ArcPlanError(
        node.name,
        `assertedControls has "${arn}", which is no routing control of its control panel`,
      )
  return {
    arn: node.id,
    name: nameOf(node),
    assertedControls,
    leastOn: leastOn(node.name, inputs, assertedControls.length),
    isInverted: inputs.ruleConfig?.inverted ?? false,
    waitPeriodMs: inputs.waitPeriodMs ?? 0,
  }
}

/** AND and OR are thresholds too. */
function leastOn(resource: string, { ruleConfig }: SafetyRuleInputs, count: number): number {
  const { type = '', threshold = 0 } = ruleConfig ?? {}
  if (type === 'AND') return count
  if (type === 'OR') return 1
  if (type === 'ATLEAST' && threshold >= 1 && threshold <= count) return threshold
  throw new ArcPlanError(
    resource,
    `ruleConfig is "${type}" with threshold ${threshold}, expected AND, OR, or ATLEAST with 1 to ${count}`,
  )
}

const nameOf = ({ inputs, name }: ResourceNode): string => String(inputs.name ?? name)
