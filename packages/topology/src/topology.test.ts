import { describe, expect, it } from 'vitest'
import {
  AREAS,
  CITIES,
  CITY_IDS,
  inCity,
  inRegion,
  neighboursOf,
  parseRegionId,
  REGION_IDS,
  REGIONS,
  regionsByDistance,
  roundTripMs,
} from './index.ts'

describe('regions', () => {
  it('have address ranges that never overlap', () => {
    const ranges = REGION_IDS.map((id) => REGIONS[id].vpcCidr)
    expect(ranges.every((range) => range.endsWith('.0.0/16'))).toBe(true)
    expect(new Set(ranges).size).toBe(REGION_IDS.length)
  })

  it('are refused by name when unknown, with the valid ones listed', () => {
    expect(() => parseRegionId('eu-west-1')).toThrow(
      /"eu-west-1" is not one of .*us-east-1, us-west-2, ap-northeast-2/,
    )
  })
})

describe('areas', () => {
  it('end in a default record, so that every source gets an answer', () => {
    expect(AREAS.filter((area) => area.match.country === '*')).toHaveLength(1)
  })

  it('have unique identifiers', () => {
    expect(new Set(AREAS.map((area) => area.id)).size).toBe(AREAS.length)
  })

  it('cover every continent', () => {
    const continents = AREAS.map((area) => area.match.continent).filter(
      (continent) => continent !== undefined,
    )
    expect(continents.sort()).toEqual(['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA'])
  })

  it.each(CITY_IDS)('send %s to its nearest region', (id) => {
    const city = CITIES[id]
    const home =
      AREAS.find(
        (area) => area.match.subdivision !== undefined && area.match.subdivision === city.subdivision,
      ) ?? AREAS.find((area) => area.match.continent === city.continent)
    expect(home?.home).toBe(regionsByDistance(inCity(id))[0])
  })
})

describe('round trips', () => {
  it('are the same in both directions', () => {
    for (const from of REGION_IDS)
      for (const to of REGION_IDS)
        expect(roundTripMs(inRegion(from), inRegion(to))).toBe(roundTripMs(inRegion(to), inRegion(from)))
  })

  it('are zero inside a region and under the table "none"', () => {
    expect(roundTripMs(inRegion('us-east-1'), inRegion('us-east-1'))).toBe(0)
    expect(roundTripMs(inCity('seoul'), inRegion('us-east-1'), 'none')).toBe(0)
  })

  it('are shorter from Seoul to Oregon than to Virginia', () => {
    expect(neighboursOf('ap-northeast-2')).toEqual(['us-west-2', 'us-east-1'])
  })
})

describe('cities', () => {
  it('have test networks that never overlap', () => {
    const networks = CITY_IDS.flatMap((id) => [CITIES[id].testNetwork, CITIES[id].testNetworkV6])
    expect(new Set(networks).size).toBe(networks.length)
  })
})
