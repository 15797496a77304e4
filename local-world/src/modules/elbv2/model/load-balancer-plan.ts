import type { RegionId } from '@meridian/topology'

export interface Elbv2Plan {
  readonly loadBalancers: readonly LoadBalancerPlan[]
  readonly targetGroups: readonly TargetGroupPlan[]
}

export interface LoadBalancerPlan {
  readonly arn: string
  readonly name: string
  readonly dnsName: string
  readonly zoneId: string
  readonly region: RegionId
  readonly isInternetFacing: boolean
  readonly subnets: readonly SubnetMapping[]
  readonly securityGroupIds: readonly string[]
  readonly idleTimeoutMs: number
  readonly forwardedFor: 'append' | 'preserve' | 'remove'
  /** Whether headers are dropped whose names have characters other than letters, digits and `-`. */
  readonly dropsInvalidHeaders: boolean
  readonly listeners: readonly ListenerPlan[]
}

export interface SubnetMapping {
  readonly subnetId: string
  readonly zone: string
  readonly vpcId: string
}

export interface ListenerPlan {
  readonly arn: string
  readonly port: number
  readonly protocol: 'HTTP' | 'HTTPS'
  /** Set for HTTPS. */
  readonly tls: ListenerTls | undefined
  /** In order of evaluation; the last one is the default and has no condition. */
  readonly rules: readonly RulePlan[]
}

export interface ListenerTls {
  readonly certificateArn: string
  /** DNS names of the certificate. */
  readonly names: readonly string[]
  /** Security policy, such as `ELBSecurityPolicy-TLS13-1-2-2021-06`. */
  readonly policy: string
}

export interface RulePlan {
  readonly arn: string
  readonly priority: number | 'default'
  readonly conditions: readonly RuleCondition[]
  readonly action: RuleAction
}

/** All conditions of a rule must hold; within a condition any value may match. */
export type RuleCondition =
  | { readonly field: 'path-pattern'; readonly values: readonly string[] }
  | { readonly field: 'host-header'; readonly values: readonly string[] }
  | { readonly field: 'http-request-method'; readonly values: readonly string[] }
  | { readonly field: 'http-header'; readonly header: string; readonly values: readonly string[] }
  | {
      readonly field: 'query-string'
      readonly values: readonly { readonly key: string; readonly value: string }[]
    }
  | { readonly field: 'source-ip'; readonly values: readonly string[] }

export type RuleAction =
  | { readonly type: 'forward'; readonly targetGroups: readonly WeightedTargetGroup[] }
  | RedirectAction
  | {
      readonly type: 'fixed-response'
      readonly statusCode: number
      readonly contentType: string
      readonly body: string
    }

export interface WeightedTargetGroup {
  readonly arn: string
  readonly weight: number
}

/** Parts may contain `#{protocol}`, `#{host}`, `#{port}`, `#{path}` and `#{query}`. */
export interface RedirectAction {
  readonly type: 'redirect'
  readonly statusCode: 301 | 302
  readonly protocol: string
  readonly host: string
  readonly port: string
  readonly path: string
  readonly query: string
}

export interface TargetGroupPlan {
  readonly arn: string
  readonly name: string
  readonly region: RegionId
  readonly port: number
  readonly vpcId: string
  readonly healthCheck: HealthCheckPlan
  readonly deregistrationDelayMs: number
  /** Load balancers whose rules forward to this group. */
  readonly loadBalancerArns: readonly string[]
}

export interface HealthCheckPlan {
  readonly path: string
  /** `traffic-port` or a number. */
  readonly port: string
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly healthyThreshold: number
  readonly unhealthyThreshold: number
  /** Such as `200`, `200-299` or `200,202`. */
  readonly matcher: string
}

/** Every target group that a load balancer's rules name, once. */
export function targetGroupsOf(loadBalancer: LoadBalancerPlan): readonly string[] {
  const rules = loadBalancer.listeners.flatMap((listener) => listener.rules)
  const arns = rules.flatMap(({ action }) =>
    action.type === 'forward' ? action.targetGroups.map((group) => group.arn) : [],
  )
  return [...new Set(arns)]
}
