import type { Attributes } from '@meridian/resource-graph'
import { LoadBalancingError } from '../errors.ts'
import type { RedirectAction, RuleAction, WeightedTargetGroup } from '../model/load-balancer-plan.ts'

const MAX_TARGET_GROUPS = 5

/** A rule's final action; authentication actions are not supported. */
export function planAction(ruleName: string, actions: readonly Attributes[]): RuleAction {
  const [action, another] = actions
  if (!action || another) {
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_NOT_INTERPRETED',
      `"${ruleName}" has ${actions.length} actions; this world interprets exactly one: forward, redirect or fixed-response`,
    )
  }
  const type = action.text('type')
  if (type === 'forward') return planForward(ruleName, action)
  if (type === 'redirect') return planRedirect(action.block('redirect'))
  if (type === 'fixed-response') return planFixedResponse(action.block('fixedResponse'))
  throw new LoadBalancingError(
    'MERIDIAN_ELBV2_NOT_INTERPRETED',
    `"${ruleName}" has an action of type "${type}"; this world interprets forward, redirect and fixed-response`,
  )
}

function planForward(ruleName: string, action: Attributes): RuleAction {
  const weighted = action
    .block('forward')
    .blocks('targetGroups')
    .map((group): WeightedTargetGroup => ({ arn: group.text('arn'), weight: group.number('weight', 1) }))
  const targetGroups = weighted.length > 0 ? weighted : [{ arn: action.text('targetGroupArn'), weight: 1 }]
  if (
    targetGroups.length > MAX_TARGET_GROUPS ||
    targetGroups.some(({ weight }) => weight < 0 || weight > 999)
  ) {
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_INVALID',
      `"${ruleName}" forwards to ${targetGroups.length} target groups with weights ${targetGroups.map(({ weight }) => weight).join(', ')}; AWS takes up to ${MAX_TARGET_GROUPS} with weights 0 to 999`,
    )
  }
  return { type: 'forward', targetGroups }
}

function planRedirect(redirect: Attributes): RedirectAction {
  return {
    type: 'redirect',
    statusCode: redirect.text('statusCode') === 'HTTP_301' ? 301 : 302,
    protocol: redirect.text('protocol', '#{protocol}'),
    host: redirect.text('host', '#{host}'),
    port: redirect.text('port', '#{port}'),
    path: redirect.text('path', '/#{path}'),
    query: redirect.text('query', '#{query}'),
  }
}

function planFixedResponse(response: Attributes): RuleAction {
  return {
    type: 'fixed-response',
    statusCode: response.number('statusCode', 200),
    contentType: response.text('contentType', 'text/plain'),
    body: response.text('messageBody'),
  }
}
