import {
  CITIES,
  CITY_IDS,
  inCity,
  inRegion,
  type Place,
  REGION_IDS,
  REGIONS,
  type RegionId,
} from '@meridian/topology'
import { type Cidr, contains, formatAddress, parseCidr } from './cidr.ts'

/*
 * The world's "internet" is 198.18.0.0/15 (RFC 2544, benchmarking). Cities have the /24s that topology gives them; a
 * region has a /19 of 198.19.0.0/16, so there is room for eight. The lower half is for Elastic IPs, whose addresses
 * depend only on their names, the upper half for addresses allocated at run time.
 */
const ELASTIC_ADDRESSES = 4_094

const elasticRange = (region: RegionId): Cidr => halfOf(region, 0)
export const transientRange = (region: RegionId): Cidr => halfOf(region, 16)

function halfOf(region: RegionId, offset: number): Cidr {
  return parseCidr(`198.19.${REGION_IDS.indexOf(region) * 32 + offset}.0/20`)
}

export const cityRange = (place: Place & { kind: 'city' }): Cidr => parseCidr(CITIES[place.city].testNetwork)

/** An Elastic IP's address, derived from digits of its URN. */
export function elasticAddress(region: RegionId, hexadecimal: string): string {
  const range = elasticRange(region)
  return formatAddress(range.base + 1 + (Number.parseInt(hexadecimal, 16) % ELASTIC_ADDRESSES))
}

/** Where an address is, as a geolocation database would say. */
export function placeOfAddress(address: string): Place | undefined {
  const city = CITY_IDS.find((id) => contains(parseCidr(CITIES[id].testNetwork), address))
  if (city) return inCity(city)
  const region = REGION_IDS.find((id) =>
    [elasticRange(id), transientRange(id), parseCidr(REGIONS[id].vpcCidr)].some((range) =>
      contains(range, address),
    ),
  )
  return region && inRegion(region)
}

/** Whether an address is outside all private ranges. */
export function isPublic(address: string): boolean {
  return !PRIVATE_RANGES.some((range) => contains(range, address))
}

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '127.0.0.0/8'].map(
  parseCidr,
)
