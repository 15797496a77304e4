import { type CityId, REGION_IDS, type RegionId } from '@meridian/topology'

/** Longitude and latitude, in degrees. */
export type Coordinates = readonly [number, number]

export const REGION_AT: Readonly<Record<RegionId, Coordinates>> = {
  'us-east-1': [-77.5, 39],
  'us-west-2': [-119.7, 45.8],
  'ap-northeast-2': [126.9, 37.5],
}

/** Where a city is drawn. A city near a region is moved aside, so that neither hides the other. */
export const CITY_AT: Readonly<Record<CityId, Coordinates>> = {
  seoul: [118, 30.5],
  tokyo: [139.7, 35.7],
  singapore: [103.8, 1.4],
  sydney: [151.2, -33.9],
  'san-francisco': [-122.4, 35.5],
  'new-york': [-68, 45],
  'sao-paulo': [-46.6, -23.6],
  frankfurt: [8.7, 50.1],
}

/** Every pair of regions, once. */
export const REGION_PAIRS: readonly (readonly [RegionId, RegionId])[] = REGION_IDS.flatMap((from, index) =>
  REGION_IDS.slice(index + 1).map((to) => [from, to] as const),
)
