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

/** What Route 53 knows about the origin of a query. */
export interface Source {
  readonly place: Place | undefined
  readonly continent?: string
  readonly country?: string
  readonly subdivision?: string
  /** Length of the network that decided it: an answer's EDNS scope. Undefined for an unknown address. */
  readonly prefixLength: number | undefined
}

/** Locates an address. If the given prefix is wider than the table's own, the place is unknown. */
export type Locate = (address: string, prefixLength?: number) => Source

const UNKNOWN_SOURCE: Source = { place: undefined, prefixLength: undefined }

/** The topology's visitor networks are /24 and /48: whole parts of the written address. */
const CITY_V4_PREFIX = 24
const CITY_V6_PREFIX = 48
/** Longer than the prefix of any range that a region has here. */
const REGION_PREFIX = 24
const MAX_REMEMBERED = 4_096

/**
 * Locates visitors by their city's test network and AWS's own addresses by the place that `placeOf` returns; everything else
 * is unknown and gets the default record.
 */
export function createLocator(placeOf: (address: string) => Place | undefined = () => undefined): Locate {
  const cities = citySources()
  const regions = regionSources()
  const remembered = new Map<string, Source>()
  const locateRegion = (address: string): Source => {
    const network = parts(address, '.', 3)
    const known = remembered.get(network)
    if (known) return known
    const place = placeOf(address)
    const source = (place?.kind === 'region' && regions.get(place.region)) || UNKNOWN_SOURCE
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(network, source)
    return source
  }
  return (address, prefixLength) => {
    const isV6 = address.includes(':')
    const city = isV6 ? cities.get(parts(address, ':', 3)) : cities.get(parts(address, '.', 3))
    const source = city ?? (isV6 ? UNKNOWN_SOURCE : locateRegion(address))
    return isNarrowEnough(source, prefixLength) ? source : UNKNOWN_SOURCE
  }
}

function isNarrowEnough(source: Source, prefixLength: number | undefined): boolean {
  return prefixLength === undefined || prefixLength >= (source.prefixLength ?? 0)
}

function citySources(): Map<string, Source> {
  const sources = new Map<string, Source>()
  for (const id of CITY_IDS) {
    const { testNetwork, testNetworkV6, continent, country, subdivision } = CITIES[id]
    const where = { place: inCity(id), continent, country, ...(subdivision && { subdivision }) }
    sources.set(parts(testNetwork, '.', 3), { ...where, prefixLength: CITY_V4_PREFIX })
    sources.set(parts(testNetworkV6, ':', 3), { ...where, prefixLength: CITY_V6_PREFIX })
  }
  return sources
}

function regionSources(): Map<RegionId, Source> {
  return new Map(
    REGION_IDS.map((id) => {
      const { continent, country, subdivision } = REGIONS[id]
      const where = { place: inRegion(id), continent, country, ...(subdivision && { subdivision }) }
      return [id, { ...where, prefixLength: REGION_PREFIX }]
    }),
  )
}

/** The first parts of an address: `198.18.82.7` → `198.18.82`. */
function parts(address: string, separator: '.' | ':', count: number): string {
  let end = -1
  for (let part = 0; part < count; part++) {
    end = address.indexOf(separator, end + 1)
    if (end === -1) return address
  }
  return address.slice(0, end)
}
