import type { ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { regionOf } from '../../../kernel/resource-region.ts'
import { LoadBalancingError } from '../errors.ts'
import {
  type HealthCheckPlan,
  type LoadBalancerPlan,
  type TargetGroupPlan,
  targetGroupsOf,
} from '../model/load-balancer-plan.ts'

export function planTargetGroup(
  node: ResourceNode,
  loadBalancers: readonly LoadBalancerPlan[],
): TargetGroupPlan {
  const attributes = Attributes.of(node)
  const name = attributes.text('name', node.name)
  refuseUninterpreted(name, attributes)
  const arn = attributes.text('arn', node.id)
  const users = loadBalancers.filter((loadBalancer) => targetGroupsOf(loadBalancer).includes(arn))
  return {
    arn,
    name,
    region: regionOf(node, arn),
    port: attributes.number('port', 80),
    vpcId: attributes.text('vpcId'),
    healthCheck: planHealthCheck(name, attributes.block('healthCheck')),
    deregistrationDelayMs: attributes.number('deregistrationDelay', 300) * 1_000,
    loadBalancerArns: users.map((loadBalancer) => loadBalancer.arn),
  }
}

/** Refuses unsupported settings instead of ignoring them. */
function refuseUninterpreted(name: string, attributes: Attributes): void {
  const targetType = attributes.text('targetType', 'instance')
  const protocol = attributes.text('protocol', 'HTTP')
  const version = attributes.text('protocolVersion', 'HTTP1')
  const algorithm = attributes.text('loadBalancingAlgorithmType', 'round_robin')
  const stickiness = attributes.block('stickiness')
  const unsupported: readonly [boolean, string][] = [
    [targetType !== 'ip', `target type "${targetType}" (wanted: ip)`],
    [protocol !== 'HTTP', `protocol "${protocol}" (wanted: HTTP)`],
    [version !== 'HTTP1', `protocol version "${version}" (wanted: HTTP1)`],
    [algorithm !== 'round_robin', `algorithm "${algorithm}" (wanted: round_robin)`],
    [stickiness.has('type') && stickiness.boolean('enabled', true), 'stickiness (wanted: none)'],
    [attributes.number('slowStart', 0) > 0, 'slow start (wanted: 0)'],
  ]
  const [first] = unsupported.filter(([isAsked]) => isAsked)
  if (!first) return
  throw new LoadBalancingError(
    'MERIDIAN_ELBV2_NOT_INTERPRETED',
    `Target group "${name}" asks for ${first[1]}; this world's load balancers do not do that`,
  )
}

/** AWS's ranges and defaults for HTTP health checks. */
function planHealthCheck(name: string, check: Attributes): HealthCheckPlan {
  const intervalSeconds = inRange(name, 'interval', check.number('interval', 30), 5, 300)
  const timeoutSeconds = inRange(name, 'timeout', check.number('timeout', 5), 2, 120)
  if (timeoutSeconds >= intervalSeconds) {
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_INVALID',
      `Target group "${name}" waits ${timeoutSeconds} s for a check every ${intervalSeconds} s; the time-out must be shorter than the interval`,
    )
  }
  return {
    path: check.text('path', '/'),
    port: check.text('port', 'traffic-port'),
    intervalMs: intervalSeconds * 1_000,
    timeoutMs: timeoutSeconds * 1_000,
    healthyThreshold: inRange(name, 'healthyThreshold', check.number('healthyThreshold', 5), 2, 10),
    unhealthyThreshold: inRange(name, 'unhealthyThreshold', check.number('unhealthyThreshold', 2), 2, 10),
    matcher: check.text('matcher', '200'),
  }
}

function inRange(name: string, setting: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value
  throw new LoadBalancingError(
    'MERIDIAN_ELBV2_INVALID',
    `Target group "${name}" has healthCheck.${setting} ${value}; AWS takes ${least} to ${most}`,
  )
}
