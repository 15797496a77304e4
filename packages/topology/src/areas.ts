import type { Continent, RegionId } from './regions.ts'

/** What Route 53 geolocation can match: a US state, a country, a continent, or everything (`*`). */
export interface GeoMatch {
  readonly continent?: Continent
  readonly country?: string
  readonly subdivision?: string
}

/** One line of the geolocation table: visitors from here are served by this region first. */
export interface Area {
  /** Becomes Route 53's SetIdentifier. */
  readonly id: string
  readonly match: GeoMatch
  readonly home: RegionId
}

/** US states nearer to Oregon than to Virginia. */
export const WESTERN_STATES = [
  'AK',
  'AZ',
  'CA',
  'CO',
  'HI',
  'ID',
  'MT',
  'NM',
  'NV',
  'OR',
  'UT',
  'WA',
  'WY',
] as const

/** Geolocation is an explicit table, not a distance; the smallest matching area wins. */
export const AREAS: readonly Area[] = [
  ...WESTERN_STATES.map(
    (state): Area => ({
      id: `us-${state.toLowerCase()}`,
      match: { country: 'US', subdivision: state },
      home: 'us-west-2',
    }),
  ),
  { id: 'asia', match: { continent: 'AS' }, home: 'ap-northeast-2' },
  { id: 'oceania', match: { continent: 'OC' }, home: 'ap-northeast-2' },
  { id: 'north-america', match: { continent: 'NA' }, home: 'us-east-1' },
  { id: 'south-america', match: { continent: 'SA' }, home: 'us-east-1' },
  { id: 'europe', match: { continent: 'EU' }, home: 'us-east-1' },
  { id: 'africa', match: { continent: 'AF' }, home: 'us-east-1' },
  { id: 'antarctica', match: { continent: 'AN' }, home: 'us-east-1' },
  { id: 'default', match: { country: '*' }, home: 'us-east-1' },
]
