import { inRegion } from '@meridian/topology'
import type { Wan } from '../../../wan/wan.ts'
import type { InstanceBody } from './instance-body.ts'

/** The way from a follower to the server it follows. */
export interface UpstreamLink extends AsyncDisposable {
  /** Loopback port to follow. */
  readonly port: number
}

/**
 * Opens the way from a follower to its upstream, across the link between their regions.
 *
 * Aurora copies storage over AWS's own network: no security group, route or peering of the program is asked, only distance
 * counts. That is why this crosses the WAN and not the VPC.
 */
export async function openUpstreamLink(
  wan: Wan,
  follower: InstanceBody,
  upstream: InstanceBody,
): Promise<UpstreamLink> {
  if (follower.plan.region === upstream.plan.region)
    return { port: upstream.loopbackPort, [Symbol.asyncDispose]: async () => {} }
  return wan.listen(inRegion(follower.plan.region), inRegion(upstream.plan.region), upstream.loopbackPort)
}
