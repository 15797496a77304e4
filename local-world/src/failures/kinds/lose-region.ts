import { CITY_IDS, inCity, inRegion, otherRegions, type RegionId } from '@meridian/topology'
import type { FailureKind, Heal } from '../../kernel/failure.ts'
import type { WorldParts } from '../world-parts.ts'

/**
 * Everything in a region is gone until it is healed: what its modules run, and its control-plane endpoints. Connections break;
 * with `silent` they hang instead, as when a region's network fails first.
 */
export const loseRegion: FailureKind<WorldParts> = {
  kind: 'lose-region',
  summary: 'takes tasks, databases, load balancers and control plane of a region away',
  prepare(fields, parts) {
    const region = fields.region()
    const isSilent = fields.flag('silent')
    return {
      subject: { region, ...(isSilent && { silent: true }) },
      inject: () => lose(region, isSilent, parts),
    }
  },
}

async function lose(region: RegionId, isSilent: boolean, parts: WorldParts): Promise<Heal> {
  const { links, loseInModules, outages } = parts
  const heals: Heal[] = []
  // The cut comes first, so that nothing sent by dying processes gets out.
  if (isSilent) heals.push(links.cut(inRegion(region), everywhereElse(region)))
  heals.push(outages.loseRegion(region))
  heals.push(await loseInModules(region))
  return async () => {
    for (const heal of heals) await heal()
  }
}

const everywhereElse = (region: RegionId) => [...otherRegions(region).map(inRegion), ...CITY_IDS.map(inCity)]
