import type { WireService } from '../../../kernel/wire-service.ts'
import type { Elbv2Control } from './context.ts'
import { HONOURED } from './honoured.ts'
import { describeListeners } from './operations/describe-listeners.ts'
import { describeLoadBalancers } from './operations/describe-load-balancers.ts'
import { describeRules } from './operations/describe-rules.ts'
import { describeTargetGroups } from './operations/describe-target-groups.ts'
import { describeTargetHealth } from './operations/describe-target-health.ts'
import { UNKNOWN } from './unknown.ts'

/**
 * Elastic Load Balancing's query API, read-only.
 *
 * Missing: everything that changes a load balancer (the program does). Different: one page holds everything.
 */
export function createElbv2Control(control: Elbv2Control): WireService {
  return {
    scope: 'elasticloadbalancing',
    protocol: 'query',
    namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    schemas: () => import('@aws-sdk/client-elastic-load-balancing-v2') as Promise<Record<string, unknown>>,
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: {
      DescribeListeners: describeListeners(control),
      DescribeLoadBalancers: describeLoadBalancers(control),
      DescribeRules: describeRules(control),
      DescribeTargetGroups: describeTargetGroups(control),
      DescribeTargetHealth: describeTargetHealth(control),
    },
  }
}
