import type { Continent, RegionId } from './regions.ts'

/**
 * A city with visitors and a CloudFront point of presence.
 *
 * Its test network is from 198.18.0.0/15 (RFC 2544, benchmarking): addresses that no real visitor can have, so a query
 * from one of them cannot be mistaken for a query from the internet.
 */
export interface City {
  readonly id: CityId
  readonly label: string
  readonly country: string
  readonly continent: Continent
  readonly subdivision?: string
  /** IPv4 /24 of this city's visitors, as given to `dig +subnet=`. */
  readonly testNetwork: string
  /** IPv6 /48 of this city's visitors. */
  readonly testNetworkV6: string
  /** IATA code and number, as CloudFront prints in X-Amz-Cf-Pop. */
  readonly pop: string
  /** Round-trip times to the regions, in milliseconds, by table: see `latency.ts` for the sources. */
  readonly rttMs: Readonly<Record<RegionId, number>>
}

export const CITY_IDS = [
  'seoul',
  'tokyo',
  'singapore',
  'sydney',
  'san-francisco',
  'new-york',
  'sao-paulo',
  'frankfurt',
] as const

export type CityId = (typeof CITY_IDS)[number]

const rtt = (use1: number, usw2: number, apne2: number) => ({
  'us-east-1': use1,
  'us-west-2': usw2,
  'ap-northeast-2': apne2,
})

export const CITIES: Readonly<Record<CityId, City>> = {
  seoul: {
    id: 'seoul',
    label: 'Seoul',
    country: 'KR',
    continent: 'AS',
    testNetwork: '198.18.82.0/24',
    testNetworkV6: '2001:db8:82::/48',
    pop: 'ICN54-C1',
    rttMs: rtt(178, 118, 4),
  },
  tokyo: {
    id: 'tokyo',
    label: 'Tokyo',
    country: 'JP',
    continent: 'AS',
    testNetwork: '198.18.81.0/24',
    testNetworkV6: '2001:db8:81::/48',
    pop: 'NRT57-C2',
    rttMs: rtt(145, 89, 31),
  },
  singapore: {
    id: 'singapore',
    label: 'Singapore',
    country: 'SG',
    continent: 'AS',
    testNetwork: '198.18.65.0/24',
    testNetworkV6: '2001:db8:65::/48',
    pop: 'SIN52-C1',
    rttMs: rtt(217, 161, 71),
  },
  sydney: {
    id: 'sydney',
    label: 'Sydney',
    country: 'AU',
    continent: 'OC',
    testNetwork: '198.18.61.0/24',
    testNetworkV6: '2001:db8:61::/48',
    pop: 'SYD62-P1',
    rttMs: rtt(230, 162, 134),
  },
  'san-francisco': {
    id: 'san-francisco',
    label: 'San Francisco',
    country: 'US',
    continent: 'NA',
    subdivision: 'CA',
    testNetwork: '198.18.41.0/24',
    testNetworkV6: '2001:db8:41::/48',
    pop: 'SFO53-P2',
    rttMs: rtt(72, 19, 132),
  },
  'new-york': {
    id: 'new-york',
    label: 'New York',
    country: 'US',
    continent: 'NA',
    subdivision: 'NY',
    testNetwork: '198.18.12.0/24',
    testNetworkV6: '2001:db8:12::/48',
    pop: 'JFK50-P4',
    rttMs: rtt(6, 55, 167),
  },
  'sao-paulo': {
    id: 'sao-paulo',
    label: 'São Paulo',
    country: 'BR',
    continent: 'SA',
    testNetwork: '198.18.55.0/24',
    testNetworkV6: '2001:db8:55::/48',
    pop: 'GRU3-P3',
    rttMs: rtt(120, 183, 286),
  },
  frankfurt: {
    id: 'frankfurt',
    label: 'Frankfurt',
    country: 'DE',
    continent: 'EU',
    testNetwork: '198.18.49.0/24',
    testNetworkV6: '2001:db8:49::/48',
    pop: 'FRA60-P6',
    rttMs: rtt(89, 160, 265),
  },
}

export function isCityId(value: string): value is CityId {
  return (CITY_IDS as readonly string[]).includes(value)
}
