import {
  edgeAccess,
  type HttpClient,
  openHttpClient,
  routeTo,
  type TargetDescription,
} from '@meridian/operator-tools'
import { type CityId, isRegionId, type RegionId } from '@meridian/topology'
import type { VisitorView } from '../../shared/views.ts'
import type { Source } from '../watch/source.ts'

/** As long as a patient visitor waits. */
const TIMEOUT_MS = 10_000

/**
 * A request to the site from every place that the target can be measured from, and straight from here when there is none: what a
 * visitor there gets now. It is the only traffic that the console makes.
 */
export const visitorsSource: Source<readonly VisitorView[]> = {
  key: 'visitors',
  everyMs: 4_000,
  async read(target) {
    const { visitors } = await target.keep('visitors', () => openVisitors(target.description))
    return Promise.all(visitors.map(ask))
  },
}

interface Visitor {
  readonly city: CityId | undefined
  readonly client: HttpClient
}

async function openVisitors(description: TargetDescription) {
  const access = await edgeAccess(description)
  const cities = description.vantages.map(({ city }) => city)
  const visitors = (cities.length > 0 ? cities : [undefined]).map((city): Visitor => {
    const route = routeTo(description, city, 'edge', access)
    return { city, client: openHttpClient(route, { connections: 1, timeoutMs: TIMEOUT_MS }) }
  })
  return {
    visitors,
    async [Symbol.asyncDispose]() {
      await Promise.all(visitors.map(({ client }) => client[Symbol.asyncDispose]()))
    },
  }
}

async function ask({ city, client }: Visitor): Promise<VisitorView> {
  const startedMs = performance.now()
  const unanswered = { servedBy: undefined, writer: undefined, lagMs: undefined }
  try {
    const { status, body } = await client.send({ method: 'GET', path: '/api/region' })
    const tookMs = Math.round(performance.now() - startedMs)
    if (status !== 200) return { city, status, tookMs, ...unanswered, problem: `answered ${status}` }
    const { region, writer, replicationLagMs } = JSON.parse(body) as RegionAnswer
    return {
      city,
      status,
      tookMs,
      servedBy: regionOf(region),
      writer: regionOf(writer?.region),
      lagMs: replicationLagMs ?? undefined,
      problem: undefined,
    }
  } catch (error) {
    return { city, status: undefined, tookMs: undefined, ...unanswered, problem: (error as Error).message }
  }
}

interface RegionAnswer {
  readonly region: string
  readonly writer: { readonly region: string | null } | null
  readonly replicationLagMs: number | null
}

const regionOf = (text: string | null | undefined): RegionId | undefined =>
  typeof text === 'string' && isRegionId(text) ? text : undefined
