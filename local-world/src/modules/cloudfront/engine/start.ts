import { readFile } from 'node:fs/promises'
import {
  CITIES,
  CITY_IDS,
  FIRST_PRIMARY,
  inCity,
  inRegion,
  type Place,
  placeName,
  roundTripMs,
} from '@meridian/topology'
import { TOO_BUSY_SLOWDOWN } from '../../../kernel/machine-load/index.ts'
import type { World } from '../../../kernel/module.ts'
import { programHostNames } from '../../../kernel/trust/program-host-names.ts'
import type { Callers, NetworkInterface, RunningNetwork } from '../../network/running.ts'
import type { RunningRoute53 } from '../../route53/index.ts'
import type { RunningS3 } from '../../s3/running.ts'
import { createCloudFrontControl } from '../control/service.ts'
import { CloudFrontPlanError } from '../errors.ts'
import type { Distribution, EdgeFunction, Origin, Scheme } from '../model/distribution.ts'
import type { CloudFrontPlan } from '../plan/plan.ts'
import type { EdgeExchange, RunningCloudFront } from '../running.ts'
import { createBucketClient } from './bucket-client.ts'
import { EdgeSite, type OriginWay } from './edge-site.ts'
import { createFunctionRuntime, type FunctionRuntime } from './function-runtime.ts'
import { OriginClient } from './origin-client.ts'
import { createRequestLimit } from './request-limit.ts'
import { attachEdge, type StartedEdge, startEdge } from './start-edge.ts'

/** The modules that CloudFront depends on. */
export interface CloudFrontDependencies {
  readonly network: Pick<
    RunningNetwork & Callers,
    'attachOutside' | 'publishName' | 'withdrawName' | 'callerAt'
  >
  readonly route53: Pick<RunningRoute53, 'lookup' | 'locate'>
  readonly s3: Pick<RunningS3, 'readFor'>
}

export type CloudFrontWorld = Pick<
  World,
  'clock' | 'patientClock' | 'journal' | 'settings' | 'certificates' | 'graph' | 'trust'
>

/** An ELB alias's TTL; used for names that Route 53 does not serve. */
const DEFAULT_TTL_SECONDS = 60
const SECOND_MS = 1_000

/** Starts every distribution in every city and publishes its name, which resolves to the nearest edge. */
export async function startCloudFront(
  plan: CloudFrontPlan,
  world: CloudFrontWorld,
  dependencies: CloudFrontDependencies,
): Promise<RunningCloudFront> {
  const functions = new Map(plan.functions.map((edgeFunction) => [edgeFunction.arn, compile(edgeFunction)]))
  const enabled = plan.distributions.filter(({ isEnabled }) => isEnabled)
  const edges: StartedEdge[] = []
  const listeners = new Set<(exchange: EdgeExchange) => void>()
  const report = (exchange: EdgeExchange) => {
    for (const listener of listeners) listener(exchange)
  }
  const close = async () => {
    for (const { domainName } of enabled) dependencies.network.withdrawName(domainName)
    await Promise.all(edges.map((edge) => edge[Symbol.asyncDispose]()))
  }
  try {
    for (const distribution of enabled)
      edges.push(...(await startDistribution(distribution, functions, world, { ...dependencies, report })))
  } catch (error) {
    await close()
    throw error
  }
  const invalidate = (distributionId: string, paths: readonly string[]) =>
    edges
      .filter((edge) => edge.distributionId === distributionId)
      .reduce((removed, { site }) => removed + site.cache.invalidate(paths), 0)
  let closing: Promise<void> | undefined
  return {
    edges,
    onExchange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    invalidate,
    addresses: () =>
      edges.map(({ city, port, domainName }) => ({
        section: 'Edges',
        label: CITIES[city].label,
        address: `http://127.0.0.1:${port}`,
        name: domainName,
      })),
    control: createCloudFrontControl({
      plan,
      invalidate,
      clock: world.clock,
      startedAtMs: world.clock.now(),
    }),
    async [Symbol.asyncDispose]() {
      closing ??= close()
      await closing
    },
  }
}

function compile(edgeFunction: EdgeFunction): FunctionRuntime {
  try {
    return createFunctionRuntime(edgeFunction)
  } catch (error) {
    throw new CloudFrontPlanError(
      'MERIDIAN_CLOUDFRONT_FUNCTION',
      edgeFunction.name,
      `the code does not run: ${String(error)}`,
    )
  }
}

async function startDistribution(
  distribution: Distribution,
  functions: ReadonlyMap<string, FunctionRuntime>,
  world: CloudFrontWorld,
  { network, report, route53, s3 }: CloudFrontDependencies & Pick<EdgeSite, 'report'>,
): Promise<StartedEdge[]> {
  const requestLimit = createRequestLimit(
    () => world.patientClock.stretched(SECOND_MS) >= TOO_BUSY_SLOWDOWN * SECOND_MS,
  )
  const certificate = await world.certificates.issue([distribution.domainName, ...distribution.aliases])
  const needsAuthorities = [...distribution.origins.values()].some(
    (origin) => origin.protocolPolicy !== 'http-only',
  )
  const authorities = needsAuthorities
    ? await readFile(world.certificates.certificateFile, 'utf8')
    : undefined
  const serves = programHostNames(world.graph)
  const edges = await Promise.all(
    CITY_IDS.map((city) => {
      const from = attachEdge(network, city)
      const createClient = (origin: Origin, scheme: Scheme): OriginWay =>
        origin.bucket === undefined
          ? createNetworkClient(origin, scheme)
          : createBucketClient({ bucket: origin.bucket.name, distributionArn: distribution.arn, s3 })
      const createNetworkClient = (origin: Origin, scheme: Scheme) =>
        new OriginClient({
          origin,
          scheme,
          from,
          clock: world.clock,
          patientClock: world.patientClock,
          authorities,
          resolve: () => resolveOrigin(origin, from, route53, world.settings.timeScale),
        })
      const { clock, journal } = world
      const site = new EdgeSite({
        distribution,
        city,
        clock,
        journal,
        requestLimit,
        functions,
        createClient,
        callerAt: (remotePort) => network.callerAt(remotePort),
        report,
      })
      return startEdge(site, from, certificate, { trust: world.trust, serves })
    }),
  )
  network.publishName(distribution.domainName, (clientSubnet) => [
    nearestEdge(edges, route53.locate(clientSubnet).place).address,
  ])
  return edges
}

/** Resolves a name as the edge's own resolver does; cached for the answer's TTL in world time. */
async function resolveOrigin(
  { domainName }: Origin,
  from: NetworkInterface,
  route53: CloudFrontDependencies['route53'],
  timeScale: number,
) {
  const addresses = await from.resolve(domainName)
  const { records } = await route53.lookup(domainName, 'A', { address: from.address })
  const ttlSeconds = records.length > 0 ? Math.min(...records.map(({ ttl }) => ttl)) : DEFAULT_TTL_SECONDS
  return { addresses, ttlMs: ttlSeconds * 1_000 * timeScale }
}

/** By topology's distances; a client without a place counts as being in the world's first primary region. */
function nearestEdge<Edge extends { readonly city: StartedEdge['city'] }>(
  edges: readonly Edge[],
  place: Place = inRegion(FIRST_PRIMARY),
): Edge {
  const distance = (edge: Edge) => roundTripMs(place, inCity(edge.city))
  const [first, ...others] = edges
  if (!first) throw new Error(`There is no edge to send ${placeName(place)} to`)
  return others.reduce((nearest, edge) => (distance(edge) < distance(nearest) ? edge : nearest), first)
}
