import { CITIES, type CityId, isRegionId, REGION_IDS, type RegionId } from '@meridian/topology'
import type { Route } from '../probes/connection.ts'
import { headerOf, openHttpProbe, type ProbeAnswer } from '../probes/http-probe.ts'
import { type Check, checkThat, failed } from '../report/findings.ts'
import { expectedRegions } from '../routing/expected.ts'
import { accessTo, type EntryPoint, edgeAccess, routeTo } from '../target/routes.ts'
import type { TargetDescription } from '../target/target.ts'

/** One of the addresses a visitor uses, requested as a visitor would. */
interface VisitorPath {
  readonly name: string
  readonly city: CityId | undefined
  readonly entryPoint: EntryPoint
  readonly path: string
  /** The region that must answer; undefined when any may. */
  readonly region?: RegionId
  /** Why it must be this one. */
  readonly because?: string
}

const READ_PATH = '/api/campaigns?locale=en'
const PAGE_PATH = '/en'
const READY_PATH = '/api/health/ready'

/**
 * How visitors' paths are checked: each region directly as well, bypassing the edge, or through the edge only, which requires
 * neither an allowed address nor the origin key (decision 0011).
 */
export const WAYS_IN = ['regions', 'edge'] as const
export type WayIn = (typeof WAYS_IN)[number]

/** On AWS, tools cannot bypass the edge unless their address has been allowed. */
export const usualWayIn = ({ name }: Pick<TargetDescription, 'name'>): WayIn =>
  name === 'local' ? 'regions' : 'edge'

/** Each edge, and each region checked directly, serves a page and data and reports the right region. */
export async function checkVisitorPaths(
  target: TargetDescription,
  through: WayIn,
  timeoutMs: number,
  /** Regions that Route 53 considers healthy; used where regions are not checked directly. */
  healthyRegions: () => Promise<ReadonlySet<RegionId>>,
): Promise<readonly Check[]> {
  const asksRegions = through === 'regions'
  const access = await (asksRegions ? accessTo(target) : edgeAccess(target))
  const checkAll = (paths: readonly VisitorPath[]) =>
    Promise.all(
      paths.map((path) =>
        checkPath(path, () => routeTo(target, path.city, path.entryPoint, access), timeoutMs),
      ),
    )
  const regions = asksRegions ? await checkAll(regionPaths(target)) : []
  const ready = asksRegions ? readyAmong(regions) : await healthyRegions()
  return [...regions, ...(await checkAll(edgePaths(target, ready)))]
}

const readyName = (region: RegionId) => `${region} is ready`

function readyAmong(checks: readonly Check[]): ReadonlySet<RegionId> {
  const isReady = (region: RegionId) =>
    checks.some(({ name, verdict }) => name === readyName(region) && verdict === 'ok')
  return new Set(REGION_IDS.filter(isReady))
}

function regionPaths(target: TargetDescription): readonly VisitorPath[] {
  const city = target.vantages[0]?.city
  return REGION_IDS.flatMap((region) => {
    const way = { city, entryPoint: region, region }
    return [
      { name: readyName(region), path: READY_PATH, ...way },
      { name: `${region} serves data from its own region`, path: READ_PATH, ...way },
      { name: `${region} serves a page`, path: PAGE_PATH, ...way },
    ]
  })
}

/** A city is served by its area's region, or by any while that one is unhealthy, which fails its own check. */
export function edgePaths(
  target: Pick<TargetDescription, 'vantages'>,
  ready: ReadonlySet<RegionId>,
): readonly VisitorPath[] {
  const cities = target.vantages.length > 0 ? target.vantages.map(({ city }) => city) : [undefined]
  return cities.flatMap((city) => {
    const from = city ? ` to ${CITIES[city].label}` : ''
    const home = city && expectedRegions(city).nearest
    const way = {
      city,
      entryPoint: 'edge' as const,
      ...(home && ready.has(home) && { region: home, because: 'which is nearest and ready' }),
    }
    return [
      { name: `the edge serves a page${from}`, path: PAGE_PATH, ...way },
      { name: `the edge serves data${from}`, path: READ_PATH, ...way },
    ]
  })
}

async function checkPath(path: VisitorPath, way: () => Route, timeoutMs: number): Promise<Check> {
  try {
    using probe = await openHttpProbe(way(), timeoutMs)
    return judgeAnswer(path, await probe.get(path.path))
  } catch (error) {
    return failed(path.name, (error as Error).message)
  }
}

export function judgeAnswer(
  path: Pick<VisitorPath, 'name' | 'region' | 'because'>,
  answer: Pick<ProbeAnswer, 'status' | 'headers' | 'firstByteMs'>,
): Check {
  const region = headerOf(answer, 'x-meridian-region')
  const database = headerOf(answer, 'x-meridian-database')
  const isRightRegion = path.region === undefined ? isRegionId(region ?? '') : region === path.region
  return checkThat(
    answer.status === 200 && isRightRegion,
    path.name,
    [
      `${answer.status} in ${Math.round(answer.firstByteMs)} ms`,
      region ? `by ${region}` : 'no x-meridian-region',
      ...(database ? [`from ${database}`] : []),
      ...(isRightRegion || path.region === undefined
        ? []
        : [[`wanted ${path.region}`, ...(path.because ? [path.because] : [])].join(', ')]),
    ].join(', '),
  )
}
