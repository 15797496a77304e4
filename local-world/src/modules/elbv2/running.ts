import type { RegionId } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'

export interface Target {
  /** Private IPv4 address: the program's target groups are of type `ip`. */
  readonly address: string
  readonly port: number
  readonly zone: string
}

/** AWS's own states and reasons (DescribeTargetHealth). */
export interface TargetHealth {
  readonly target: Target
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining'
  readonly reason: string | undefined
  readonly description: string | undefined
}

/** One request as a load balancer saw it end. */
export interface Exchange {
  readonly region: RegionId
  readonly loadBalancerArn: string
  /** Undefined when no rule led to a group. */
  readonly targetGroupArn: string | undefined
  readonly status: number
  /** The load balancer answered by itself: no target did. */
  readonly isOwnAnswer: boolean
  /** From the request's head to the head of the answer. */
  readonly durationMs: number
  readonly request: ExchangedRequest
}

/** What was asked, as far as traces are concerned. */
export interface ExchangedRequest {
  readonly method: string
  /** Absolute, without the query: it may hold what a person typed. */
  readonly url: string
  readonly clientAddress: string
  /** Root of the X-Amzn-Trace-Id that the target was given; undefined where no target was asked. */
  readonly traceId: string | undefined
  /** Parent of the header as it came. */
  readonly parentId: string | undefined
  /** X-Amz-Cf-Id, when an edge asked. */
  readonly edgeRequestId: string | undefined
  /** Epoch milliseconds, from the request's head to the end of the answer. */
  readonly startMs: number
  readonly endMs: number
}

interface TargetGroupView {
  readonly arn: string
  readonly region: RegionId
  readonly loadBalancerArns: readonly string[]
}

export interface RunningElbv2 extends RunningModule {
  register(targetGroupArn: string, target: Target): void
  /** Stops new requests at once; resolves when the last one in flight is done or the deregistration delay is over. */
  deregister(targetGroupArn: string, target: Target): Promise<void>
  groups(): readonly TargetGroupView[]
  /** Calls back at the end of every request. */
  onExchange(listener: (exchange: Exchange) => void): () => void
  targetHealth(targetGroupArn: string): readonly TargetHealth[]
  /** Calls back at every change of a target's state. */
  onTargetHealth(listener: (targetGroupArn: string, health: TargetHealth) => void): () => void
  /**
   * EvaluateTargetHealth of an alias to this load balancer: every target group that its rules use has a healthy
   * target; an empty group counts as unhealthy. Undefined when no load balancer has the name.
   */
  aliasHealth(dnsName: string): boolean | undefined
  /** ARNs of the load balancers of a region. */
  loadBalancersIn(region: RegionId): readonly string[]
  /** Ends a load balancer's listeners as if its region's ALB were gone, and brings them back. */
  interrupt(loadBalancerArn: string): Promise<{ restore(): Promise<void> }>
}
