import type { RegionId } from '@meridian/topology'
import type { Heal } from '../../kernel/failure.ts'
import type { RunningElbv2 } from './running.ts'

/** Interrupts every load balancer of a region. */
export async function loseLoadBalancers(elbv2: RunningElbv2, region: RegionId): Promise<Heal> {
  const interruptions = await Promise.all(elbv2.loadBalancersIn(region).map((arn) => elbv2.interrupt(arn)))
  return async () => {
    await Promise.all(interruptions.map((interruption) => interruption.restore()))
  }
}
