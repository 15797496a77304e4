import { CITIES, type CityId, isRegionId, REGION_IDS, type RegionId } from '@meridian/topology'
import type { Route } from '../probes/connection.ts'
import { headerOf, openHttpProbe, type ProbeAnswer } from '../probes/http-probe.ts'
import { type Check, checkThat, failed } from '../report/findings.ts'
import { admissionTo, admissionToEdge, type Entrance, routeTo } from '../target/standpoints.ts'
import type { TargetDescription } from '../target/target.ts'

/** One of the addresses that a visitor uses, asked as one. */
interface VisitorPath {
  readonly name: string
  readonly city: CityId | undefined
  readonly entrance: Entrance
  readonly path: string
  /** The region that must say it answered; undefined when any may. */
  readonly region?: RegionId
}

const READ_PATH = '/api/campaigns?locale=en'
const PAGE_PATH = '/en'
const READY_PATH = '/api/health/ready'

/**
 * How far visitors' paths are followed: each region by itself as well, past the edge, or through the edge alone, which asks for
 * neither an admitted address nor the origin key (decision 0011).
 */
export const WAYS_IN = ['regions', 'edge'] as const
export type WayIn = (typeof WAYS_IN)[number]

/** Nobody who runs a tool against AWS is admitted past the edge unless somebody saw to it. */
export const usualWayIn = ({ name }: Pick<TargetDescription, 'name'>): WayIn =>
  name === 'local' ? 'regions' : 'edge'

/** Each edge, and each region where it is asked, serves a page and data, and says truly which region it is. */
export async function checkVisitorPaths(
  target: TargetDescription,
  through: WayIn,
  timeoutMs: number,
): Promise<readonly Check[]> {
  const asksRegions = through === 'regions'
  const admission = await (asksRegions ? admissionTo(target) : admissionToEdge(target))
  const paths = [...(asksRegions ? regionPaths(target) : []), ...edgePaths(target)]
  return Promise.all(
    paths.map((path) =>
      checkPath(path, () => routeTo(target, path.city, path.entrance, admission), timeoutMs),
    ),
  )
}

function regionPaths(target: TargetDescription): readonly VisitorPath[] {
  const city = target.vantages[0]?.city
  return REGION_IDS.flatMap((region) => {
    const way = { city, entrance: region, region }
    return [
      { name: `${region} is ready`, path: READY_PATH, ...way },
      { name: `${region} serves data from its own region`, path: READ_PATH, ...way },
      { name: `${region} serves a page`, path: PAGE_PATH, ...way },
    ]
  })
}

function edgePaths(target: TargetDescription): readonly VisitorPath[] {
  const cities = target.vantages.length > 0 ? target.vantages.map(({ city }) => city) : [undefined]
  return cities.flatMap((city) => {
    const from = city ? ` to ${CITIES[city].label}` : ''
    const way = { city, entrance: 'edge' as const }
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
  path: Pick<VisitorPath, 'name' | 'region'>,
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
      ...(path.region !== undefined && region !== path.region ? [`wanted ${path.region}`] : []),
    ].join(', '),
  )
}
