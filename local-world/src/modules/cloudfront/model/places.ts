import type { CityId } from '@meridian/topology'

/** What CloudFront reports about a viewer's location, besides the city's own country and subdivision. */
export interface ViewerPlace {
  readonly countryName: string
  readonly regionName: string
  readonly latitude: string
  readonly longitude: string
  readonly postalCode: string
  /** IANA time zone. */
  readonly timeZone: string
  /** United States only. */
  readonly metroCode?: string
}

/** Coordinates and addresses of city halls and the like. */
export const PLACES: Readonly<Record<CityId, ViewerPlace>> = {
  seoul: {
    countryName: 'South Korea',
    regionName: 'Seoul',
    latitude: '37.56650',
    longitude: '126.97800',
    postalCode: '04524',
    timeZone: 'Asia/Seoul',
  },
  tokyo: {
    countryName: 'Japan',
    regionName: 'Tokyo',
    latitude: '35.68950',
    longitude: '139.69170',
    postalCode: '163-8001',
    timeZone: 'Asia/Tokyo',
  },
  singapore: {
    countryName: 'Singapore',
    regionName: 'Singapore',
    latitude: '1.28970',
    longitude: '103.85010',
    postalCode: '178957',
    timeZone: 'Asia/Singapore',
  },
  sydney: {
    countryName: 'Australia',
    regionName: 'New South Wales',
    latitude: '-33.86880',
    longitude: '151.20930',
    postalCode: '2000',
    timeZone: 'Australia/Sydney',
  },
  'san-francisco': {
    countryName: 'United States',
    regionName: 'California',
    latitude: '37.77490',
    longitude: '-122.41940',
    postalCode: '94102',
    timeZone: 'America/Los_Angeles',
    metroCode: '807',
  },
  'new-york': {
    countryName: 'United States',
    regionName: 'New York',
    latitude: '40.71280',
    longitude: '-74.00600',
    postalCode: '10007',
    timeZone: 'America/New_York',
    metroCode: '501',
  },
  'sao-paulo': {
    countryName: 'Brazil',
    regionName: 'Sao Paulo',
    latitude: '-23.55050',
    longitude: '-46.63330',
    postalCode: '01007-040',
    timeZone: 'America/Sao_Paulo',
  },
  frankfurt: {
    countryName: 'Germany',
    regionName: 'Hesse',
    latitude: '50.11090',
    longitude: '8.68210',
    postalCode: '60311',
    timeZone: 'Europe/Berlin',
  },
}
