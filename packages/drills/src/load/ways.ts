import {
  accessTo,
  type EntryPoint,
  type HttpClient,
  openHttpClient,
  routeTo,
  type TargetDescription,
} from '@meridian/operator-tools'
import type { CityId } from '@meridian/topology'

/** Keep-alive connections from cities to entry points, opened at first use. */
export interface Ways extends AsyncDisposable {
  to(city: CityId, via: EntryPoint): HttpClient
}

/** One per open request: hundreds of writes that wait for a writer must not delay a read. Opened as needed. */
const CONNECTIONS_PER_WAY = 256

export async function openWays(target: TargetDescription, timeoutMs: number): Promise<Ways> {
  const access = await accessTo(target)
  const clients = new Map<string, HttpClient>()
  return {
    to(city, via) {
      const name = `${city} ${via}`
      const known = clients.get(name)
      if (known) return known
      const route = routeTo(target, city, via, access)
      const client = openHttpClient(route, { connections: CONNECTIONS_PER_WAY, timeoutMs })
      clients.set(name, client)
      return client
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...clients.values()].map((client) => client[Symbol.asyncDispose]()))
    },
  }
}
