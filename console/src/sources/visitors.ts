import {
  edgeAccess,
  type HttpProbe,
  openHttpProbe,
  type ProbeAnswer,
  type Route,
  routeTo,
  type TargetDescription,
} from '@meridian/operator-tools'
import { type CityId, isRegionId, type RegionId } from '@meridian/topology'
import type { VisitorView } from '../../shared/views.ts'
import type { Source } from '../watch/source.ts'

const TIMEOUT_MS = 10_000

/**
 * Requests the site from every vantage of the target, or directly from here if it has none, to see what a visitor gets now.
 * This is the only traffic that the console makes.
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
  readonly route: Route
  /** Kept from the last request. */
  probe: HttpProbe | undefined
}

async function openVisitors(description: TargetDescription) {
  const access = await edgeAccess(description)
  const cities = description.vantages.map(({ city }) => city)
  const visitors = (cities.length > 0 ? cities : [undefined]).map((city): Visitor => {
    const route = routeTo(description, city, 'edge', access)
    return { city, route, probe: undefined }
  })
  return {
    visitors,
    async [Symbol.asyncDispose]() {
      for (const visitor of visitors) visitor.probe?.[Symbol.dispose]()
    },
  }
}

/** Reuses the connection; if it was closed in the meantime, opens a new one, as a browser would. */
async function look(visitor: Visitor): Promise<ProbeAnswer> {
  const { route, probe: kept } = visitor
  try {
    visitor.probe ??= await openHttpProbe(route, TIMEOUT_MS)
    return await visitor.probe.get('/api/region')
  } catch (error) {
    visitor.probe?.[Symbol.dispose]()
    visitor.probe = undefined
    if (kept) return look(visitor)
    throw error
  }
}

async function ask(visitor: Visitor): Promise<VisitorView> {
  const { city } = visitor
  const startedMs = performance.now()
  const unanswered = { servedBy: undefined, writer: undefined, lagMs: undefined }
  try {
    const { status, body } = await look(visitor)
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
