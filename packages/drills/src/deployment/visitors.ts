import { readFile } from 'node:fs/promises'
import { CITIES, type CityId, isRegionId, REGION_IDS, type RegionId } from '@meridian/topology'
import { headerOf, openHttpProbe, type ProbeAnswer } from '../probes/http-probe.ts'
import { type Check, checkThat, failed } from '../report/findings.ts'
import type { TargetDescription } from '../target/target.ts'

/** One of the addresses that a visitor uses, asked as one. */
interface VisitorPath {
  readonly name: string
  readonly origin: string
  readonly path: string
  readonly proxy?: string
  /** The region that must say it answered; undefined when any may. */
  readonly region?: RegionId
}

const READ_PATH = '/api/campaigns?locale=en'
const PAGE_PATH = '/en'
const READY_PATH = '/api/health/ready'

/** Each region and each edge serves a page and data, and says truly which region it is. */
export async function checkVisitorPaths(
  target: TargetDescription,
  timeoutMs: number,
): Promise<readonly Check[]> {
  const ca = target.certificateFile ? await readFile(target.certificateFile, 'utf8') : undefined
  const paths = [...regionPaths(target), ...edgePaths(target)]
  return Promise.all(paths.map((path) => checkPath(path, ca, timeoutMs)))
}

function regionPaths(target: TargetDescription): readonly VisitorPath[] {
  const [vantage] = target.vantages
  const proxy = vantage ? { proxy: vantage.proxy } : {}
  return REGION_IDS.flatMap((region) => {
    const origin = `http://${target.stackOutputs.loadBalancers[region].dnsName}`
    return [
      { name: `${region} is ready`, origin, path: READY_PATH, region, ...proxy },
      { name: `${region} serves data from its own region`, origin, path: READ_PATH, region, ...proxy },
      { name: `${region} serves a page`, origin, path: PAGE_PATH, region, ...proxy },
    ]
  })
}

function edgePaths(target: TargetDescription): readonly VisitorPath[] {
  const origin = `https://${target.stackOutputs.edgeDomain}`
  const standpoints: readonly { city?: CityId; proxy?: string }[] =
    target.vantages.length > 0 ? target.vantages : [{}]
  return standpoints.flatMap(({ city, proxy }) => {
    const from = city ? ` to ${CITIES[city].label}` : ''
    const through = proxy === undefined ? {} : { proxy }
    return [
      { name: `the edge serves a page${from}`, origin, path: PAGE_PATH, ...through },
      { name: `the edge serves data${from}`, origin, path: READ_PATH, ...through },
    ]
  })
}

async function checkPath(path: VisitorPath, ca: string | undefined, timeoutMs: number): Promise<Check> {
  try {
    const { origin, proxy } = path
    using probe = await openHttpProbe(
      { origin, ...(proxy === undefined ? {} : { proxy }), ...(ca === undefined ? {} : { ca }) },
      timeoutMs,
    )
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
