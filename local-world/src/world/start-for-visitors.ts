import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import type { ResourceGraph } from '@meridian/resource-graph'
import { FIRST_PRIMARY, inRegion, isRegionId, REGION_HEALTH_PATH, type RegionId } from '@meridian/topology'
import type { Clock } from '../kernel/clock.ts'
import { deadlineOn } from '../kernel/deadline.ts'
import type { World } from '../kernel/module.ts'
import { watchForStall } from '../kernel/stall.ts'
import { ecs } from '../modules/ecs/index.ts'
import type { NetworkInterface } from '../modules/network/running.ts'
import { route53 } from '../modules/route53/index.ts'
import { NotReadyInTimeError, ReleaseFailedError } from './errors.ts'
import { type RunningWorld, startWorld, type WorldOptions } from './start-world.ts'

const POLL_MS = 50
/** Each checks at least every ten seconds. */
const CHECKERS_LOOK_WITHIN_MS = 10_000
const PROBE_TIMEOUT_MS = 2_000

/** What the program exports for releases, by region: the task that migrates the database. */
interface MigrationOutput {
  readonly taskDefinition: string
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
}

/**
 * Starts a world and does what the pipeline does after `pulumi up`: migrates and seeds the database with the task that the
 * program names. Resolves when every service is steady, every region's load balancer reports that it can serve, and Route 53's
 * checkers have seen that. If anything fails, what was started is stopped.
 *
 * The migration waits for its database, so it begins as soon as there are tasks: a second earlier than after the start.
 */
export async function startForVisitors(graph: ResourceGraph, options: WorldOptions): Promise<RunningWorld> {
  let migrating: Promise<void> | undefined
  await using undo = new AsyncDisposableStack()
  const world = undo.use(
    await startWorld(graph, {
      ...options,
      onRunning(module, starting) {
        if (module !== ecs) return
        migrating = migrate(starting)
        // If the start fails, so does the migration, and the start says why.
        migrating.catch(() => {})
      },
    }),
  )
  await Promise.all([migrating, world.running(ecs).untilSteady()])
  await Promise.all(loadBalancers(graph).map((balancer) => serving(world, balancer, options)))
  await seenByCheckers(world, options)
  undo.move()
  return world
}

/** Checkers that ran while services were starting report healthy regions as unhealthy until their next check, so it runs now. */
async function seenByCheckers(world: RunningWorld, { signal }: WorldOptions): Promise<void> {
  const { patientClock: clock } = world.machine
  // A check of something that does not exist never succeeds; visitors are served anyway.
  const untilMs = clock.now() + CHECKERS_LOOK_WITHIN_MS
  world.running(route53).checkNow()
  while (world.running(route53).unreachedEndpoints().length > 0 && clock.now() < untilMs)
    await clock.sleep(POLL_MS, signal)
}

async function migrate(world: World): Promise<void> {
  const outputs = world.graph.contents.stackOutputs.migration as
    | Readonly<Record<string, MigrationOutput | undefined>>
    | undefined
  // A new world has its writer where the program puts it.
  const migration = outputs?.[FIRST_PRIMARY]
  if (!migration) return
  const subject = `migration in ${FIRST_PRIMARY}`
  world.progress({ module: 'release', subject, state: 'starting' })
  const { taskDefinition, subnetIds, securityGroupIds } = migration
  const outcome = await world.running(ecs).runTask({ taskDefinition, subnetIds, securityGroupIds })
  if (outcome.exitCode !== 0) {
    world.progress({ module: 'release', subject, state: 'failed' })
    throw new ReleaseFailedError(outcome.stoppedReason, outcome.logTail)
  }
  world.progress({ module: 'release', subject, state: 'ready' })
}

interface RegionalBalancer {
  readonly region: RegionId
  /** The name to verify its certificate against. */
  readonly name: string
}

function loadBalancers(graph: ResourceGraph): readonly RegionalBalancer[] {
  const outputs = (graph.contents.stackOutputs.loadBalancers ?? {}) as Record<string, { url: string }>
  return Object.entries(outputs).flatMap(([region, { url }]) =>
    isRegionId(region) ? [{ region, name: new URL(url).hostname }] : [],
  )
}

async function serving(
  world: RunningWorld,
  { region, name }: RegionalBalancer,
  { onProgress, signal }: WorldOptions,
): Promise<void> {
  const visitor = world.network.attachOutside({
    description: `readiness probe of ${region}`,
    place: inRegion(region),
  })
  onProgress?.({ module: 'release', subject: `${region} serves`, state: 'starting' })
  try {
    const authority = await readFile(world.certificateFile, 'utf8')
    const { patientClock } = world.machine
    const { stallLimitMs } = world.settings
    const seen = new Set<string>()
    // Each response not seen before is progress: refused, then not ready, then ready.
    using stall = watchForStall({ clock: patientClock, limitMs: stallLimitMs, reached: () => seen.size })
    let lastSeen = 'nothing'
    while (lastSeen !== '200') {
      signal?.throwIfAborted()
      lastSeen = await probe(visitor, name, authority, patientClock)
      seen.add(lastSeen)
      if (stall.signal.aborted)
        throw new NotReadyInTimeError(
          `${region} to answer 200 at ${REGION_HEALTH_PATH}`,
          lastSeen,
          stallLimitMs,
        )
      if (lastSeen !== '200') await world.clock.sleep(POLL_MS, signal)
    }
    onProgress?.({ module: 'release', subject: `${region} serves`, state: 'ready' })
  } finally {
    visitor.close()
  }
}

/** The status from a region's load balancer, or why there was none. */
async function probe(
  visitor: NetworkInterface,
  name: string,
  authority: string,
  patientClock: Clock,
): Promise<string> {
  try {
    const { port } = await visitor.open(name, 443)
    using deadline = deadlineOn(
      patientClock,
      PROBE_TIMEOUT_MS,
      new Error(`no answer in ${PROBE_TIMEOUT_MS} ms`),
    )
    return String(await statusOf(port, name, authority, deadline.signal))
  } catch (error) {
    return (error as Error).message
  }
}

function statusOf(port: number, name: string, authority: string, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request({
      host: '127.0.0.1',
      port,
      path: REGION_HEALTH_PATH,
      headers: { host: name, connection: 'close' },
      servername: name,
      ca: authority,
      agent: false,
    })
    signal.addEventListener('abort', () => asking.destroy(signal.reason as Error))
    asking.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asking.on('error', reject)
    asking.end()
  })
}
