import { inRegion } from '@meridian/topology'
import type { RdsDependencies } from './dependencies.ts'
import type { InstanceRuntime } from './instance-runtime.ts'

/** The connection from a follower to its upstream. */
export interface UpstreamLink extends AsyncDisposable {
  /** The loopback port to connect to. */
  readonly port: number
}

/**
 * Opens the connection from a follower to its upstream: across the link between their regions, then through the valve of the
 * follower's region.
 *
 * Aurora replicates storage over AWS's own network: the program's security groups, routes and peerings do not apply, only
 * distance does. So this crosses the WAN and not the VPC.
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
