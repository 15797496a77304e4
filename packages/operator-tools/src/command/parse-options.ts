import { CITY_IDS, type CityId, isCityId } from '@meridian/topology'
import { InvalidArgumentError } from 'commander'

const HIGHEST_PORT = 65_535

/** Reads `--cities seoul,tokyo`. */
export function parseCities(text: string): readonly CityId[] {
  return text.split(',').map((name) => {
    const city = name.trim()
    if (!isCityId(city)) throw new InvalidArgumentError(`"${city}" is not one of ${CITY_IDS.join(', ')}.`)
    return city
  })
}

/** Reads a whole number from `least` up. */
export function parseCount(least: number) {
  return (text: string): number => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`"${text}" is not a whole number from ${least} up.`)
    return value
  }
}

/** Reads `--subnet seoul=203.0.113.0/24`; repeatable. */
export function parseSubnet(
  text: string,
  previous: Readonly<Partial<Record<CityId, string>>>,
): Readonly<Partial<Record<CityId, string>>> {
  const [city = '', subnet = ''] = text.split('=')
  if (!isCityId(city)) throw new InvalidArgumentError(`"${city}" is not one of ${CITY_IDS.join(', ')}.`)
  if (!/^[0-9a-f.:]+\/\d{1,3}$/i.test(subnet))
    throw new InvalidArgumentError(`"${subnet}" is not a network such as 203.0.113.0/24.`)
  return { ...previous, [city]: subnet }
}

/** Reads a TCP or UDP port; 0 picks a free one. */
export function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > HIGHEST_PORT)
    throw new InvalidArgumentError(`"${text}" is not a port from 0 to ${HIGHEST_PORT}.`)
  return port
}

/** Reads a number above 0, such as a factor. */
export function parseAbove(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError(`"${text}" is not a number above 0.`)
  return value
}
