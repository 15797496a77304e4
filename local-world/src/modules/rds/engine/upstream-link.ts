import { inRegion } from '@meridian/topology'
import type { RdsDependencies } from './dependencies.ts'
import type { InstanceRuntime } from './instance-runtime.ts'

/** The way from a follower to the server it follows. */
export interface UpstreamLink extends AsyncDisposable {
  /** Loopback port to follow. */
  readonly port: number
}

/**
 * Opens the way from a follower to its upstream: across the link between their regions, then through the valve of the
 * follower's region.
 *
 * Aurora copies storage over AWS's own network: no security group, route or peering of the program is asked, only distance
 * counts. That is why this crosses the WAN and not the VPC.
 */
export async function openUpstreamLink(
  { world, valves }: Pick<RdsDependencies, 'world' | 'valves'>,
  follower: InstanceRuntime,
  upstream: InstanceRuntime,
): Promise<UpstreamLink> {
  const { region } = follower.plan
  if (region === upstream.plan.region)
    return { port: upstream.loopbackPort, [Symbol.asyncDispose]: async () => {} }
  const crossing = await world.wan.listen(
    inRegion(region),
    inRegion(upstream.plan.region),
    upstream.loopbackPort,
  )
  const valve = await valves.listen(region, crossing.port)
  return {
    port: valve.port,
    async [Symbol.asyncDispose]() {
      await valve[Symbol.asyncDispose]()
      await crossing[Symbol.asyncDispose]()
    },
  }
}
