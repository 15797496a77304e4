import type { EntryPoint } from '@meridian/operator-tools'
import { type CityId, REGION_IDS, type RegionId } from '@meridian/topology'

/** A stream of requests from one city to one entry point, at a steady rate regardless of the answers. */
export interface ClientPlan {
  readonly role: 'writer' | 'reader'
  readonly city: CityId
  readonly via: EntryPoint
  readonly perSecond: number
}

/** For each region, the nearest city that it serves. */
export const HOME_CITY: Readonly<Record<RegionId, CityId>> = {
  'us-east-1': 'new-york',
  'us-west-2': 'san-francisco',
  'ap-northeast-2': 'seoul',
}

export interface LoadRates {
  /** Sent straight to each region's load balancer, as an edge would: frequent enough to time a gap. */
  readonly regionWritesPerSecond: number
  readonly regionReadsPerSecond: number
  /** Sent through each city's edge, as by visitors; the API limits leads by address. */
  readonly edgeWritesPerSecond: number
  readonly edgeReadsPerSecond: number
}

/** A hundred writes a second over three regions: one every 10 ms. */
export const DEFAULT_RATES: LoadRates = {
  regionWritesPerSecond: 33,
  regionReadsPerSecond: 8,
  edgeWritesPerSecond: 2,
  edgeReadsPerSecond: 5,
}

/** Writers and readers in all three regions, through both kinds of entry point. */
export function planLoad(rates: LoadRates, factor = 1): readonly ClientPlan[] {
  return REGION_IDS.flatMap((region): readonly ClientPlan[] => {
    const city = HOME_CITY[region]
    return [
      { role: 'writer', city, via: region, perSecond: rates.regionWritesPerSecond * factor },
      { role: 'writer', city, via: 'edge', perSecond: rates.edgeWritesPerSecond * Math.min(1, factor) },
      { role: 'reader', city, via: region, perSecond: rates.regionReadsPerSecond * factor },
      { role: 'reader', city, via: 'edge', perSecond: rates.edgeReadsPerSecond * factor },
    ] satisfies readonly ClientPlan[]
  }).filter(({ perSecond }) => perSecond > 0)
}

/** Requests a second of all clients, and of the writers. */
export function perSecondOf(plan: readonly ClientPlan[]): { perSecond: number; writesPerSecond: number } {
  const sum = (clients: readonly ClientPlan[]) =>
    Math.round(clients.reduce((total, { perSecond }) => total + perSecond, 0) * 10) / 10
  return { perSecond: sum(plan), writesPerSecond: sum(plan.filter(({ role }) => role === 'writer')) }
}
