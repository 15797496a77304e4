import type { CityId } from '@meridian/topology'
import { type HttpClient, openHttpClient } from '../../probes/http-client.ts'
import { admissionTo, type Entrance, routeTo } from '../../target/standpoints.ts'
import type { TargetDescription } from '../../target/target.ts'

/** Kept connections from cities to entrances, opened at first use. */
export interface Ways extends AsyncDisposable {
  to(city: CityId, via: Entrance): HttpClient
}

const CONNECTIONS_PER_WAY = 64

export async function openWays(target: TargetDescription, timeoutMs: number): Promise<Ways> {
  const admission = await admissionTo(target)
  const clients = new Map<string, HttpClient>()
  return {
    to(city, via) {
      const name = `${city} ${via}`
      const known = clients.get(name)
      if (known) return known
      const route = routeTo(target, city, via, admission)
      const client = openHttpClient(route, { connections: CONNECTIONS_PER_WAY, timeoutMs })
      clients.set(name, client)
      return client
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...clients.values()].map((client) => client[Symbol.asyncDispose]()))
    },
  }
}
