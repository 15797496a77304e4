import { CITY_IDS, inCity, inRegion, otherRegions, type RegionId } from '@meridian/topology'
import type { FaultKind, FaultTargets, Heal } from '../failure.ts'

const LOAD_BALANCER = 'aws:lb/loadBalancer:LoadBalancer'

/**
 * Everything in a region is gone until it is healed: tasks, databases, load balancers, and the endpoints of its control
 * plane. Connections break; with `silent` they hang instead, as when a region's network goes first.
 */
export const loseRegion: FaultKind = {
  kind: 'lose-region',
  summary: 'takes tasks, databases, load balancers and control plane of a region away',
  prepare(fields, targets) {
    const region = fields.region()
    const isSilent = fields.flag('silent')
    return {
      subject: { region, ...(isSilent && { silent: true }) },
      inject: () => lose(region, isSilent, targets),
    }
  },
}

async function lose(region: RegionId, isSilent: boolean, targets: FaultTargets): Promise<Heal> {
  const { ecs, elbv2, links, outages, rds, world } = targets
  const heals: Heal[] = []
  // First of all, so that no farewell of what dies gets out.
  if (isSilent) heals.push(links.cut(inRegion(region), everywhereElse(region)))
  heals.push(outages.loseRegion(region))
  const arns = world.graph
    .ofType(LOAD_BALANCER)
    .filter((node) => node.region === region)
    .map(({ id }) => id)
  const [interruptions] = await Promise.all([
    Promise.all(arns.map((arn) => elbv2?.interrupt(arn))),
    rds?.loseRegion(region),
    ecs?.loseRegion(region),
  ])
  return async () => {
    for (const heal of heals) await heal()
    await rds?.restoreRegion(region)
    await Promise.all(interruptions.map((interruption) => interruption?.restore()))
    ecs?.restoreRegion(region)
  }
}

const everywhereElse = (region: RegionId) => [...otherRegions(region).map(inRegion), ...CITY_IDS.map(inCity)]
