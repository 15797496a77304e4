import type { Certificate } from '../../../kernel/certificates.ts'
import { KeptConnections } from '../../../kernel/kept-connections.ts'
import type { World } from '../../../kernel/module.ts'
import { programHostNames } from '../../../kernel/trust/program-host-names.ts'
import type { Callers, RunningNetwork } from '../../network/running.ts'
import type { HealthCheckPlan, LoadBalancerPlan, SubnetMapping } from '../model/load-balancer-plan.ts'
import type { CheckResult } from '../model/target-health.ts'
import type { Exchange, Target } from '../running.ts'
import { type CheckLimits, checkTarget } from './health-check.ts'
import { LoadBalancerNode } from './load-balancer-node.ts'
import type { RequestReport } from './request-meter.ts'
import type { RunningTargetGroup } from './target-group.ts'

/** One load balancer: a node in each of its zones, and its DNS name. */
export class RunningLoadBalancer {
  readonly plan: LoadBalancerPlan
  readonly nodes: readonly LoadBalancerNode[]
  readonly #network: RunningNetwork & Callers
  readonly #checking = new KeptConnections()
  #isInterrupted = false
  #turn = 0

  constructor(
    plan: LoadBalancerPlan,
    network: RunningNetwork & Callers,
    world: Pick<World, 'clock' | 'graph' | 'trust'>,
    targetGroup: (arn: string) => RunningTargetGroup,
    certificateOf: (listenerArn: string) => Certificate | undefined,
    onExchange: (exchange: Exchange) => void,
  ) {
    this.plan = plan
    this.#network = network
    const dependencies = {
      loadBalancer: plan,
      targetGroup,
      certificateOf,
      trust: world.trust,
      serves: programHostNames(world.graph),
      callerAt: (loopbackPort: number) => network.callerAt(loopbackPort),
      nowMs: () => world.clock.now(),
      report: (report: RequestReport) =>
        onExchange({ ...report, region: plan.region, loadBalancerArn: plan.arn }),
    }
    this.nodes = plan.subnets.map(
      (subnet) => new LoadBalancerNode(subnet, this.#attach(subnet), dependencies),
    )
  }

  get isInterrupted(): boolean {
    return this.#isInterrupted
  }

  async open(): Promise<void> {
    for (const node of this.nodes) await node.open()
    this.#network.publishName(this.plan.dnsName, () => this.#addresses())
  }

  /** Its name still resolves, but nothing answers. */
  async interrupt(): Promise<void> {
    this.#isInterrupted = true
    for (const node of this.nodes) await node.close()
  }

  async restore(): Promise<void> {
    if (!this.#isInterrupted) return
    for (const node of this.nodes) await node.open()
    this.#isInterrupted = false
  }

  async close(): Promise<void> {
    this.#network.withdrawName(this.plan.dnsName)
    this.#checking[Symbol.dispose]()
    for (const node of this.nodes) {
      await node.close()
      node.networkInterface.close()
    }
  }

  /** Checks from the node in the target's zone, if there is one, else from another. */
  check(target: Target, check: HealthCheckPlan, limits: CheckLimits): Promise<CheckResult> {
    const node = this.nodes.find(({ subnet }) => subnet.zone === target.zone) ?? this.nodes[0]
    if (!node) return Promise.resolve({ outcome: 'failed' })
    return checkTarget(target, check, node.networkInterface, limits, this.#checking)
  }

  disconnect(target: Target): void {
    for (const node of this.nodes) node.disconnect(target)
  }

  #attach(subnet: SubnetMapping) {
    return this.#network.attach({
      description: `ELB ${this.plan.arn.split(':loadbalancer/')[1] ?? this.plan.name}`,
      subnetId: subnet.subnetId,
      securityGroupIds: this.plan.securityGroupIds,
      withPublicAddress: this.plan.isInternetFacing,
    })
  }

  /** Rotated on every query, so that clients that use the first address spread over the zones. */
  #addresses(): readonly string[] {
    const all = this.nodes.map(
      ({ networkInterface }) => networkInterface.publicAddress ?? networkInterface.address,
    )
    this.#turn = (this.#turn + 1) % all.length
    return [...all.slice(this.#turn), ...all.slice(0, this.#turn)]
  }
}
