import { readFile } from 'node:fs/promises'
import { CITIES, type CityId, type RegionId } from '@meridian/topology'
import type { Route } from '../probes/connection.ts'
import type { TargetDescription } from './target.ts'

/** Where a request enters: a region's own load balancer, or the edge nearest to the vantage. */
export type Entrance = RegionId | 'edge'

/** The way from a city to an entrance; straight from here when the target has no vantage in the city. */
export function routeTo(
  target: TargetDescription,
  city: CityId | undefined,
  entrance: Entrance,
  ca?: string,
): Route {
  const { edgeDomain, loadBalancers } = target.stackOutputs
  const origin = entrance === 'edge' ? `https://${edgeDomain}` : `http://${loadBalancers[entrance].dnsName}`
  const vantage = target.vantages.find((candidate) => candidate.city === city)
  return { origin, ...(vantage && { proxy: vantage.proxy }), ...(ca === undefined ? {} : { ca }) }
}

/** The target's own authority, when it has one. */
export async function authorityOf(target: TargetDescription): Promise<string | undefined> {
  return target.certificateFile === undefined ? undefined : readFile(target.certificateFile, 'utf8')
}

/** The vantage with the shortest way to a region; undefined when the target has none. */
export function nearestVantage(target: TargetDescription, region: RegionId): CityId | undefined {
  return target.vantages
    .map(({ city }) => city)
    .sort((left, right) => CITIES[left].rttMs[region] - CITIES[right].rttMs[region])[0]
}
