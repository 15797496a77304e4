import type { RegionId } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'

export interface Target {
  /** Private IPv4 address, because the program's target groups have type `ip`. */
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

/** One request, reported when it ended. */
export interface Exchange {
  readonly region: RegionId
  readonly loadBalancerArn: string
  /** Undefined when no rule forwarded to a group. */
  readonly targetGroupArn: string | undefined
  readonly status: number
  /** The load balancer generated the response; no target did. */
  readonly isOwnAnswer: boolean
  /** From receiving the request's headers to sending the response's. */
  readonly durationMs: number
  readonly request: ExchangedRequest
}

/** The request's data for traces. */
export interface ExchangedRequest {
  readonly method: string
  /** Absolute, without the query, which may hold what a visitor typed. */
  readonly url: string
  readonly clientAddress: string
  /** Root of the X-Amzn-Trace-Id sent to the target; undefined if there was none. */
  readonly traceId: string | undefined
  /** Parent in the received header. */
  readonly parentId: string | undefined
  /** X-Amz-Cf-Id of a request from an edge. */
  readonly edgeRequestId: string | undefined
  /** Epoch milliseconds, from the request's headers to the end of the response. */
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
  /** Stops new requests at once; resolves when the last one in flight has ended or the deregistration delay is over. */
  deregister(targetGroupArn: string, target: Target): Promise<void>
  groups(): readonly TargetGroupView[]
  /** Calls back at the end of every request. */
  onExchange(listener: (exchange: Exchange) => void): () => void
  targetHealth(targetGroupArn: string): readonly TargetHealth[]
  /** Calls back on every change of a target's state. */
  onTargetHealth(listener: (targetGroupArn: string, health: TargetHealth) => void): () => void
  /**
   * EvaluateTargetHealth of an alias to this load balancer: every target group that its rules use has a healthy
   * target; an empty group counts as unhealthy. Undefined when no load balancer has the name.
   */
  aliasHealth(dnsName: string): boolean | undefined
  /** ARNs of the load balancers of a region. */
  loadBalancersIn(region: RegionId): readonly string[]
  /** Closes a load balancer's listeners as if it were down, and restores them. */
  interrupt(loadBalancerArn: string): Promise<{ restore(): Promise<void> }>
}
