import { LATENCY_TOLERANCE_MS, type LatencyResult, measureLatency, until } from '@meridian/operator-tools'
import { CITY_IDS, type CityId, REGION_IDS } from '@meridian/topology'
import { expect, it } from 'vitest'
import { bootWorld } from '../../src/booted-world.ts'

it('round trips are within 5 ms of the table, from every city to every region', async () => {
  await using world = await bootWorld()
  // A busy machine can only lengthen a round trip, never shorten it: results that are too long are measured again.
  let cities: readonly CityId[] = CITY_IDS
  await until(
    'every round trip to be as configured',
    async () => {
      const results = await measureLatency(world.target, {
        samples: 5,
        timeoutMs: 5_000,
        citiesAtOnce: 8,
        cities,
      })
      const direct = results.filter((result) => result.path !== 'edge')
      expect(direct).toHaveLength(cities.length * REGION_IDS.length)
      const differing = direct.filter((result) => !isAsConfigured(result))
      expect(differing.filter(isTooShort)).toEqual([])
      cities = CITY_IDS.filter((city) => differing.some((result) => result.city === city))
      return differing
    },
    (differing) => differing.length === 0,
    { deadlineMs: 60_000 },
  )
})

function isAsConfigured(result: LatencyResult): boolean {
  if ('failure' in result || result.configuredMs === undefined) return false
  return Math.abs(result.roundTrip.minMs - result.configuredMs) <= LATENCY_TOLERANCE_MS
}

function isTooShort(result: LatencyResult): boolean {
  return (
    !('failure' in result) &&
    result.configuredMs !== undefined &&
    result.roundTrip.minMs < result.configuredMs - LATENCY_TOLERANCE_MS
  )
}
