import { REGIONS } from '@meridian/topology'
import type { Certificate } from '../../../kernel/certificates.ts'
import type { World } from '../../../kernel/module.ts'
import type { Callers, RunningNetwork } from '../../network/running.ts'
import { createElbv2Control } from '../control/service.ts'
import { LoadBalancingError } from '../errors.ts'
import type { Elbv2Plan, TargetGroupPlan } from '../model/load-balancer-plan.ts'
import { targetGroupsOf } from '../model/load-balancer-plan.ts'
import type { Exchange, RunningElbv2, TargetHealth } from '../running.ts'
import { RunningLoadBalancer } from './running-load-balancer.ts'
import { RunningTargetGroup } from './target-group.ts'

type HealthListener = (targetGroupArn: string, health: TargetHealth) => void

/** Opens every load balancer of the plan; target groups start empty. */
export async function startElbv2(
  plan: Elbv2Plan,
  world: World,
  network: RunningNetwork & Callers,
): Promise<RunningElbv2> {
  const listeners = new Set<HealthListener>()
  const groups = new Map<string, RunningTargetGroup>()
  const exchangeListeners = new Set<(exchange: Exchange) => void>()
  const certificates = await issueCertificates(plan, world)
  const certificateOf = (listenerArn: string) => certificates.get(listenerArn)
  const loadBalancers = plan.loadBalancers.map(
    (loadBalancer) =>
      new RunningLoadBalancer(loadBalancer, network, world, groupOf, certificateOf, noteExchange),
  )
  for (const group of plan.targetGroups) groups.set(group.arn, runGroup(group))
  for (const loadBalancer of loadBalancers) await openWithProgress(loadBalancer, world)
  const startedAtMs = world.clock.now()
  let isClosed = false

  return {
    control: createElbv2Control({ loadBalancers, groups, startedAtMs }),
    addresses: () => loadBalancers.flatMap(addressLines),
    register: (arn, target) => groupOf(arn).register(target),
    deregister: (arn, target) => groupOf(arn).deregister(target),
    groups: () => plan.targetGroups,
    onExchange(listener) {
      exchangeListeners.add(listener)
      return () => exchangeListeners.delete(listener)
    },
    targetHealth: (arn) => groupOf(arn).health(),
    onTargetHealth(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    aliasHealth(dnsName) {
      const name = dnsName.replace(/\.$/, '').toLowerCase()
      const found = loadBalancers.find((candidate) => candidate.plan.dnsName.toLowerCase() === name)
      return found && isHealthyForAlias(found)
    },
    loadBalancersIn: (region) =>
      plan.loadBalancers.filter((balancer) => balancer.region === region).map(({ arn }) => arn),
    async interrupt(arn) {
      const loadBalancer = find(arn)
      const about = { module: 'elbv2', subject: loadBalancer.plan.name, region: loadBalancer.plan.region }
      await loadBalancer.interrupt()
      world.journal.record({ ...about, event: 'load balancer interrupted' })
      return {
        async restore() {
          await loadBalancer.restore()
          world.journal.record({ ...about, event: 'load balancer restored' })
        },
      }
    },
    async [Symbol.asyncDispose]() {
      if (isClosed) return
      isClosed = true
      for (const group of groups.values()) group.close()
      await Promise.all(loadBalancers.map((loadBalancer) => loadBalancer.close()))
    },
  }

  function runGroup(group: TargetGroupPlan): RunningTargetGroup {
    const users = loadBalancers.filter(({ plan }) => group.loadBalancerArns.includes(plan.arn))
    return new RunningTargetGroup(group, {
      world,
      check: (target, limits) =>
        users[0]?.check(target, group.healthCheck, limits) ?? Promise.resolve({ outcome: 'failed' }),
      isSuspended: () => users.every((user) => user.isInterrupted),
      disconnect: (target) => {
        for (const user of users) user.disconnect(target)
      },
      onChange: (health) => announce(group, health),
    })
  }

  function noteExchange(exchange: Exchange): void {
    for (const listener of exchangeListeners) listener(exchange)
  }

  function announce(group: TargetGroupPlan, health: TargetHealth): void {
    world.journal.record({
      module: 'elbv2',
      event: `target is ${health.state}`,
      subject: `${group.name} ${health.target.address}:${health.target.port}`,
      region: group.region,
      detail: { zone: health.target.zone, ...(health.reason ? { reason: health.reason } : {}) },
    })
    for (const listener of listeners) listener(group.arn, health)
  }

  function groupOf(arn: string): RunningTargetGroup {
    const group = groups.get(arn)
    if (group) return group
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_TARGET_GROUP_NOT_FOUND',
      `No target group has the ARN "${arn}"; the program has ${[...groups.keys()].join(', ') || 'none'}`,
    )
  }

  function find(arn: string): RunningLoadBalancer {
    const loadBalancer = loadBalancers.find((candidate) => candidate.plan.arn === arn)
    if (loadBalancer) return loadBalancer
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_LOAD_BALANCER_NOT_FOUND',
      `No load balancer has the ARN "${arn}"; the program has ${plan.loadBalancers.map((known) => known.arn).join(', ') || 'none'}`,
    )
  }

  function isHealthyForAlias(loadBalancer: RunningLoadBalancer): boolean {
    const used = targetGroupsOf(loadBalancer.plan)
    return !loadBalancer.isInterrupted && used.every((arn) => groupOf(arn).hasHealthyTarget)
  }
}

/** One certificate per HTTPS listener, shared by its nodes. */
async function issueCertificates(
  { loadBalancers }: Elbv2Plan,
  world: Pick<World, 'certificates'>,
): Promise<ReadonlyMap<string, Certificate>> {
  const listeners = loadBalancers.flatMap(({ listeners }) => listeners)
  const issued = await Promise.all(
    listeners.flatMap(({ arn, tls }) =>
      tls ? [world.certificates.issue(tls.names).then((certificate) => [arn, certificate] as const)] : [],
    ),
  )
  return new Map(issued)
}

async function openWithProgress(loadBalancer: RunningLoadBalancer, world: World): Promise<void> {
  const about = { module: 'elbv2', subject: loadBalancer.plan.name }
  world.progress({ ...about, state: 'starting' })
  await loadBalancer.open()
  world.progress({ ...about, state: 'ready' })
}

function addressLines({ plan, nodes }: RunningLoadBalancer) {
  const listeners = nodes[0]?.listeners ?? []
  return listeners.map((listener) => ({
    section: 'Load balancers',
    label: REGIONS[plan.region].label,
    address: `${listener.plan.protocol.toLowerCase()}://127.0.0.1:${listener.port}`,
    name: plan.dnsName,
  }))
}
