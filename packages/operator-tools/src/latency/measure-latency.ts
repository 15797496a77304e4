import {
  type CityId,
  inCity,
  isRegionId,
  LATENCY_TABLES,
  REGION_IDS,
  type RegionId,
  roundTripMs,
} from '@meridian/topology'
import type { Route } from '../probes/connection.ts'
import { type HttpProbe, headerOf, openHttpProbe } from '../probes/http-probe.ts'
import type { OnProgress } from '../report/progress.ts'
import { type LatencySummary, roundMs, summarize } from '../statistics.ts'
import { accessTo, routeTo } from '../target/routes.ts'
import { configuredRoundTripMs, type TargetDescription } from '../target/target.ts'

/** What a city measured on one path. */
export interface LatencyMeasurement {
  /** Absent when the tool measured from where it runs. */
  readonly city: CityId | undefined
  /** A region's own load balancer, or the edge. */
  readonly path: RegionId | 'edge'
  /** The region that answered, by its own account. */
  readonly answeredBy: string | undefined
  readonly connectMs: number
  readonly tlsMs: number | undefined
  readonly roundTrip: LatencySummary
  /** Responses other than 200; they are not among the round trips. */
  readonly failures: readonly string[]
  /** The round trip configured for this path; undefined when unknown. */
  readonly configuredMs: number | undefined
}

export interface FailedMeasurement {
  readonly city: CityId | undefined
  readonly path: RegionId | 'edge'
  readonly failure: string
}

export type LatencyResult = LatencyMeasurement | FailedMeasurement

export interface LatencyOptions {
  readonly samples: number
  readonly timeoutMs: number
  readonly cities?: readonly CityId[]
  /** How many cities measure at once; 1 by default, so that they do not disturb each other. */
  readonly citiesAtOnce?: number
  readonly onProgress?: OnProgress
}

/** Answered by the process alone, so that it measures the network and not the database. */
const PROBE_PATH = '/api/health/live'
/** The first responses pay for inner connections: load balancer to task, edge to origin. */
const WARM_UP_REQUESTS = 3

/** Measures from each city to each region and through the edge; a city's paths run sequentially. */
export async function measureLatency(
  target: TargetDescription,
  options: LatencyOptions,
): Promise<readonly LatencyResult[]> {
  const access = await accessTo(target)
  const paths = [...REGION_IDS, 'edge'] as const
  const from = citiesOf(target, options.cities)
  const results = new Map<CityId | undefined, LatencyResult[]>(from.map((city) => [city, []]))
  const measured = () => [...results.values()].flat()
  const waiting = [...from]
  const measureCities = async () => {
    while (waiting.length > 0) {
      const city = waiting.shift()
      for (const path of paths) {
        options.onProgress?.(measured().length, from.length * paths.length, `${city ?? 'here'} → ${path}`)
        const way = () => routeTo(target, city, path, access)
        results.get(city)?.push(await measureOne(target, city, path, way, options))
      }
    }
  }
  await Promise.all(Array.from({ length: options.citiesAtOnce ?? 1 }, measureCities))
  return measured()
}

/** The cities to measure from; undefined stands for where the tool runs. */
function citiesOf(
  target: TargetDescription,
  cities: readonly CityId[] | undefined,
): readonly (CityId | undefined)[] {
  const wanted = target.vantages.filter(({ city }) => cities === undefined || cities.includes(city))
  return target.vantages.length > 0 ? wanted.map(({ city }) => city) : [undefined]
}

async function measureOne(
  target: TargetDescription,
  city: CityId | undefined,
  path: RegionId | 'edge',
  way: () => Route,
  options: LatencyOptions,
): Promise<LatencyResult> {
  try {
    using probe = await openHttpProbe(way(), options.timeoutMs)
    const { durationsMs, answeredBy, failures } = await sampleRoundTrips(probe, options.samples)
    return {
      city,
      path,
      answeredBy,
      connectMs: roundMs(probe.connectMs),
      tlsMs: probe.tlsMs === undefined ? undefined : roundMs(probe.tlsMs),
      roundTrip: summarize(durationsMs),
      failures,
      configuredMs: city && configuredPathMs(target, city, path, answeredBy),
    }
  } catch (error) {
    return { city, path, failure: (error as Error).message }
  }
}

async function sampleRoundTrips(probe: HttpProbe, samples: number) {
  const durationsMs: number[] = []
  const failures: string[] = []
  let answeredBy: string | undefined
  for (let sent = 0; sent < WARM_UP_REQUESTS + samples; sent += 1) {
    const answer = await probe.get(PROBE_PATH)
    if (answer.status !== 200) {
      failures.push(String(answer.status))
      continue
    }
    answeredBy = headerOf(answer, 'x-meridian-region')
    if (sent >= WARM_UP_REQUESTS) durationsMs.push(answer.firstByteMs)
  }
  if (durationsMs.length === 0) throw new Error(`${PROBE_PATH} answered ${failures.join(', ')}; wanted 200`)
  return { durationsMs, answeredBy, failures }
}

/** The round trips on the path: city to load balancer, or city to edge plus edge to the region that answered. */
function configuredPathMs(
  target: TargetDescription,
  city: CityId,
  path: RegionId | 'edge',
  answeredBy: string | undefined,
): number | undefined {
  if (path !== 'edge') return configuredRoundTripMs(target, city, path)
  if (answeredBy === undefined || !isRegionId(answeredBy)) return undefined
  const toRegionMs = configuredRoundTripMs(target, city, answeredBy)
  return toRegionMs === undefined ? undefined : toRegionMs + toEdgeMs(target, city)
}

/** Tables have no distance within a city; topology has one per table. */
function toEdgeMs({ latencyTable }: TargetDescription, city: CityId): number {
  const table = LATENCY_TABLES.find((name) => name === latencyTable?.name)
  return table === undefined ? 0 : roundTripMs(inCity(city), inCity(city), table)
}
