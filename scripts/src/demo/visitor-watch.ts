import { accessTo, openHttpClient, routeTo, type TargetDescription } from '@meridian/operator-tools'
import { CITIES, type CityId } from '@meridian/topology'

/** What one city's visitors saw while they were watched. */
export interface CityRecord {
  readonly city: CityId
  readonly asked: number
  /** Answered with anything but 200, or not at all. */
  readonly failed: number
  readonly slowestMs: number
  /** Each region that answered, with the moment of its first answer in milliseconds since the watch began. */
  readonly regions: readonly { readonly region: string; readonly sinceMs: number }[]
}

export interface VisitorWatch extends AsyncDisposable {
  /** Milliseconds since the watch began. */
  nowMs(): number
  /** Ends the watch. */
  end(): Promise<readonly CityRecord[]>
}

const EVERY_MS = 250
const TIMEOUT_MS = 10_000
const CONNECTIONS = 40
const OK = 200

/** Requests a page through each city's edge four times a second, whatever the responses. */
export async function watchVisitors(
  target: TargetDescription,
  cities: readonly CityId[],
): Promise<VisitorWatch> {
  const access = await accessTo(target)
  const startedMs = performance.now()
  const nowMs = () => performance.now() - startedMs
  const watches = cities.map((city) => watchCity(target, city, access, nowMs))
  const end = () => Promise.all(watches.map((watch) => watch.end()))
  return {
    nowMs,
    end,
    async [Symbol.asyncDispose]() {
      await end()
    },
  }
}

function watchCity(
  target: TargetDescription,
  city: CityId,
  access: Awaited<ReturnType<typeof accessTo>>,
  nowMs: () => number,
) {
  const client = openHttpClient(routeTo(target, city, 'edge', access), {
    connections: CONNECTIONS,
    timeoutMs: TIMEOUT_MS,
  })
  const underWay = new Set<Promise<void>>()
  const regions = new Map<string, number>()
  let [asked, failed, slowestMs] = [0, 0, 0]

  const look = async () => {
    const sentMs = nowMs()
    asked += 1
    try {
      const answer = await client.send({ method: 'GET', path: '/api/campaigns?locale=en' })
      const region = answer.header('x-meridian-region')
      if (answer.status !== OK) failed += 1
      else if (region !== undefined && !regions.has(region)) regions.set(region, nowMs())
    } catch {
      failed += 1
    }
    slowestMs = Math.max(slowestMs, nowMs() - sentMs)
  }
  const timer = setInterval(() => {
    const looking: Promise<void> = look().finally(() => underWay.delete(looking))
    underWay.add(looking)
  }, EVERY_MS)
  let ended: Promise<CityRecord> | undefined

  return { end: () => (ended ??= finish()) }

  async function finish(): Promise<CityRecord> {
    clearInterval(timer)
    await Promise.all(underWay)
    await client[Symbol.asyncDispose]()
    return {
      city,
      asked,
      failed,
      slowestMs: Math.round(slowestMs),
      regions: [...regions].map(([region, sinceMs]) => ({ region, sinceMs: Math.round(sinceMs) })),
    }
  }
}

/** `New York: 96 asked, 2 failed; us-east-1, then us-west-2`. */
export function describeCity({ city, asked, failed, regions }: CityRecord): string {
  const path = regions.map(({ region }) => region).join(', then ') || 'no region answered'
  return `${CITIES[city].label}: ${asked} asked, ${failed} failed; ${path}`
}
