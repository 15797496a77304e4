import { CITIES, type CityId } from './cities.ts'
import { otherRegions, REGION_IDS, type RegionId } from './regions.ts'

/** An endpoint of a known distance: an AWS region, or a city of visitors and edges. */
export type Place =
  | { readonly kind: 'region'; readonly region: RegionId }
  | { readonly kind: 'city'; readonly city: CityId }

export const inRegion = (region: RegionId): Place => ({ kind: 'region', region })
export const inCity = (city: CityId): Place => ({ kind: 'city', city })

/** `us-east-1` or `seoul (city)`: the name shown in tables and the journal. */
export function placeName(place: Place): string {
  return place.kind === 'region' ? place.region : `${place.city} (city)`
}

export function samePlace(left: Place, right: Place): boolean {
  return placeName(left) === placeName(right)
}

/**
 * Named sets of round-trip times in milliseconds.
 *
 * `measured-2017`: public region-to-region pings of 2017, the newest set with a stored source. City rows are from the same
 * source, except New York and Seoul, which are estimated from their neighbouring region. `none`: no distance, for tests of logic.
 */
export const LATENCY_TABLES = ['measured-2017', 'none'] as const
export type LatencyTable = (typeof LATENCY_TABLES)[number]

const BETWEEN_REGIONS: Readonly<Record<RegionId, Readonly<Record<RegionId, number>>>> = {
  'us-east-1': { 'us-east-1': 0, 'us-west-2': 87, 'ap-northeast-2': 178 },
  'us-west-2': { 'us-east-1': 87, 'us-west-2': 0, 'ap-northeast-2': 118 },
  'ap-northeast-2': { 'us-east-1': 178, 'us-west-2': 118, 'ap-northeast-2': 0 },
}

/** City to city is only needed for a visitor and their nearest edge, which are in the same city. */
const SAME_CITY_RTT_MS = 2

/** Configured round-trip time between two places, in milliseconds; 0 inside one region. */
export function roundTripMs(from: Place, to: Place, table: LatencyTable = 'measured-2017'): number {
  if (table === 'none') return 0
  if (from.kind === 'region' && to.kind === 'region') return BETWEEN_REGIONS[from.region][to.region]
  if (from.kind === 'city' && to.kind === 'region') return CITIES[from.city].rttMs[to.region]
  if (from.kind === 'region' && to.kind === 'city') return CITIES[to.city].rttMs[from.region]
  if (samePlace(from, to)) return SAME_CITY_RTT_MS
  return throughNearestRegion(from, to)
}

/** For two places without a measured pair: the shortest path through one region. */
function throughNearestRegion(from: Place, to: Place): number {
  return Math.min(
    ...REGION_IDS.map((region) => roundTripMs(from, inRegion(region)) + roundTripMs(inRegion(region), to)),
  )
}

/** The regions in order of round-trip time from a place, nearest first. */
export function regionsByDistance(from: Place): readonly RegionId[] {
  return [...REGION_IDS].sort((a, b) => roundTripMs(from, inRegion(a)) - roundTripMs(from, inRegion(b)))
}

/** All regions except this one, nearest first. */
export function neighboursOf(region: RegionId): readonly RegionId[] {
  return regionsByDistance(inRegion(region)).filter((candidate) => otherRegions(region).includes(candidate))
}
