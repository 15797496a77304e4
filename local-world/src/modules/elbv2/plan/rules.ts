import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { LoadBalancingError } from '../errors.ts'
import type { RulePlan } from '../model/load-balancer-plan.ts'
import { TYPES } from '../resources.ts'
import { planAction } from './actions.ts'
import { planConditions } from './conditions.ts'

const MAX_PRIORITY = 50_000

/** A listener's rules in order of evaluation, by ascending priority. */
export function planRules(listenerArn: string, graph: ResourceGraph): readonly RulePlan[] {
  const rules = graph
    .ofType(TYPES.listenerRule)
    .filter((node) => Attributes.of(node).text('listenerArn') === listenerArn)
    .map(planRule)
    .sort((a, b) => a.priority - b.priority)
  rules.forEach((rule, index) => {
    if (rule.priority !== rules[index - 1]?.priority) return
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_INVALID',
      `Two rules of listener ${listenerArn} have priority ${rule.priority}; priorities are unique within a listener`,
    )
  })
  return rules
}

function planRule(node: ResourceNode): RulePlan & { readonly priority: number } {
  const attributes = Attributes.of(node)
  const priority = attributes.number('priority', Number.NaN)
  if (!Number.isInteger(priority) || priority < 1 || priority > MAX_PRIORITY) {
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_INVALID',
      `Rule "${node.name}" has priority ${priority}; give it a whole number from 1 to ${MAX_PRIORITY}`,
    )
  }
  return {
    arn: attributes.text('arn', node.id),
    priority,
    conditions: planConditions(node.name, attributes.blocks('conditions')),
    action: planAction(node.name, attributes.blocks('actions')),
  }
}

/** A listener's default actions, as its last rule. */
export function defaultRule(listener: ResourceNode): RulePlan {
  const attributes = Attributes.of(listener)
  return {
    arn: `${attributes.text('arn', listener.id).replace(':listener/', ':listener-rule/')}/default`,
    priority: 'default',
    conditions: [],
    action: planAction(listener.name, attributes.blocks('defaultActions')),
  }
}
