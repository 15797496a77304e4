import { CITY_IDS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { expectedRegions } from './expected.ts'

describe('expectedRegions', () => {
  it.each([
    ['seoul', 'asia', 'ap-northeast-2', 'us-west-2'],
    ['sydney', 'oceania', 'ap-northeast-2', 'us-west-2'],
    ['san-francisco', 'us-ca', 'us-west-2', 'us-east-1'],
    ['new-york', 'north-america', 'us-east-1', 'us-west-2'],
    ['frankfurt', 'europe', 'us-east-1', 'us-west-2'],
  ] as const)('sends %s by area %s to %s, then %s', (city, area, nearest, next) => {
    expect(expectedRegions(city)).toEqual({ area, nearest, next })
  })

  it.each(CITY_IDS)('never gives %s the same region twice', (city) => {
    const { nearest, next } = expectedRegions(city)
    expect(nearest).not.toBe(next)
  })
})
