import { CITIES, CITY_IDS, type CityId, inCity } from '@meridian/topology'
import type { AddressLine, World } from '../kernel/module.ts'
import type { RunningNetwork } from '../modules/network/running.ts'
import { type CityProxy, startCityProxy } from './city-proxy.ts'

/** A proxy for visitors in each city. */
export interface RunningVisitors extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, for `curl -x`. */
  proxyUrl(city: CityId): string
  addresses(): readonly AddressLine[]
}

/**
 * Opens an HTTP proxy for each city. Its clients are visitors of that city: names resolve as with that city's resolver, and
 * every connection has that city's round-trip time.
 */
export async function startVisitors(world: World, network: RunningNetwork): Promise<RunningVisitors> {
  const proxies = new Map<CityId, CityProxy>()
  for (const city of CITY_IDS) {
    const visitor = network.attachOutside({
      description: `visitor in ${CITIES[city].label}`,
      place: inCity(city),
    })
    proxies.set(city, await startCityProxy(visitor, world))
  }
  const urlOf = (city: CityId) => `http://127.0.0.1:${proxies.get(city)?.port}`
  return {
    proxyUrl: urlOf,
    addresses: () =>
      CITY_IDS.map((city) => ({
        section: 'Visitors (HTTP proxy)',
        label: CITIES[city].label,
        address: urlOf(city),
        name: CITIES[city].testNetwork,
      })),
    async [Symbol.asyncDispose]() {
      await Promise.all([...proxies.values()].map((proxy) => proxy[Symbol.asyncDispose]()))
    },
  }
}
