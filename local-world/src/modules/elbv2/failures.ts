import type { RegionId } from '@meridian/topology'
import type { FailureKind, Heal } from '../../kernel/failure.ts'
import type { RunningElbv2 } from './running.ts'

/** Only the load balancer is lost: tasks and databases keep running. */
const loseLoadBalancer: FailureKind<RunningElbv2> = {
  kind: 'lose-load-balancer',
  summary: 'takes away the load balancers of a region; its tasks go on',
  prepare(fields, elbv2) {
    const region = fields.region()
    return { subject: { region }, inject: () => loseLoadBalancers(elbv2, region) }
  },
}

export const ELBV2_FAILURES = [loseLoadBalancer]

/** Interrupts every load balancer of a region. */
export async function loseLoadBalancers(elbv2: RunningElbv2, region: RegionId): Promise<Heal> {
  const interruptions = await Promise.all(elbv2.loadBalancersIn(region).map((arn) => elbv2.interrupt(arn)))
  return async () => {
    await Promise.all(interruptions.map((interruption) => interruption.restore()))
  }
}
