import type { RunningLoadBalancer } from '../engine/running-load-balancer.ts'
import type { RunningTargetGroup } from '../engine/target-group.ts'

/** What the operations read. */
export interface Elbv2Control {
  readonly loadBalancers: readonly RunningLoadBalancer[]
  readonly groups: ReadonlyMap<string, RunningTargetGroup>
  readonly startedAtMs: number
}
