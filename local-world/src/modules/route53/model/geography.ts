import type { GeoMatch } from '@meridian/topology'

const CONTINENTS = ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA']
const US_STATES =
  'AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY'
/** Countries with subdivisions in Route 53. */
const SUBDIVISIONS: Readonly<Record<string, (code: string) => boolean>> = {
  US: (code) => US_STATES.split(' ').includes(code),
  UA: (code) => /^\d{2}$/.test(code),
}
/** Codes that have names in Unicode but are not countries. */
const NO_COUNTRIES = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ']

const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

/** Why Route 53 knows no such location; undefined if it does. */
export function geographyProblem({ continent, country, subdivision }: GeoMatch): string | undefined {
  if (continent !== undefined && (country !== undefined || subdivision !== undefined))
    return `ContinentCode "${continent}" can not be given together with CountryCode or SubdivisionCode`
  if (continent !== undefined)
    return CONTINENTS.includes(continent) ? undefined : `ContinentCode "${continent}" does not exist`
  if (country === undefined) return 'GeoLocation needs a ContinentCode or a CountryCode'
  if (!isCountry(country)) return `CountryCode "${country}" does not exist`
  if (subdivision === undefined) return undefined
  const isKnown = SUBDIVISIONS[country]
  if (!isKnown) return `SubdivisionCode "${subdivision}" needs CountryCode US, found "${country}"`
  return isKnown(subdivision) ? undefined : `SubdivisionCode "${subdivision}" does not exist in ${country}`
}

const isCountry = (code: string): boolean =>
  code === '*' ||
  (/^[A-Z]{2}$/.test(code) && !NO_COUNTRIES.includes(code) && countries.of(code) !== undefined)
