import {
  AREAS,
  type Area,
  CITIES,
  type CityId,
  inCity,
  type RegionId,
  regionsByDistance,
} from '@meridian/topology'

/** The regions that the area table assigns to a city while all are healthy. */
export interface ExpectedRegions {
  /** The smallest matching area, which Route 53 chooses. */
  readonly area: string
  readonly nearest: RegionId
  readonly next: RegionId
}

/** State before country before continent before default: the smallest area wins. */
export function expectedRegions(cityId: CityId): ExpectedRegions {
  const city = CITIES[cityId]
  const area =
    bySize(
      (match) =>
        match.country === city.country &&
        isDefined(match.subdivision) &&
        match.subdivision === city.subdivision,
    ) ??
    bySize((match) => match.country === city.country && !isDefined(match.subdivision)) ??
    bySize((match) => isDefined(match.continent) && match.continent === city.continent) ??
    bySize((match) => match.country === '*')
  if (!area) throw new RangeError(`No area of topology covers ${cityId}: the table has lost its default`)
  const next = regionsByDistance(inCity(cityId)).find((region) => region !== area.home)
  if (!next) throw new RangeError('Topology has a single region: nothing can be next')
  return { area: area.id, nearest: area.home, next }
}

const isDefined = (value: string | undefined) => value !== undefined

function bySize(matches: (match: Area['match']) => boolean): Area | undefined {
  return AREAS.find((area) => matches(area.match))
}
