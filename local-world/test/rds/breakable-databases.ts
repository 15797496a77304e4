import { inRegion, otherRegions, REGION_IDS, type RegionId } from '@meridian/topology'
import type { RunningFailures } from '../../src/failures/index.ts'
import { type ControlPlaneWorld, startControlPlaneWorld } from './control-plane-world.ts'
import { startDatabaseFailures } from './database-failures.ts'
import { fixtureGraph } from './fixture-program.ts'

/** Databases with the RDS API and injectable failures, started in a few seconds: all that a data client needs. */
export interface BreakableDatabases extends ControlPlaneWorld {
  readonly failures: RunningFailures
  /** Name of the global writer endpoint. */
  readonly globalWriter: string
}

/** Round trip between two regions in milliseconds. */
export type Distances = (from: RegionId, to: RegionId) => number

/** Starts one global database in three regions. Clients need no TLS, because the certificates name no loopback address. */
export async function startBreakableDatabases(roundTripMs: Distances): Promise<BreakableDatabases> {
  await using undo = new AsyncDisposableStack()
  const graph = fixtureGraph({ parameters: { 'rds.force_ssl': '0' } })
  const world = undo.use(await startControlPlaneWorld({ graph }))
  for (const from of REGION_IDS)
    for (const to of otherRegions(from))
      world.wan.adjust(inRegion(from), inRegion(to), { rttMs: roundTripMs(from, to) })
  const failures = undo.use(await startDatabaseFailures(world))
  const { endpoint } = graph.named('aws:rds/globalCluster:GlobalCluster', 'global').outputs
  const standing = undo.move()
  return {
    ...world,
    failures,
    globalWriter: String(endpoint),
    [Symbol.asyncDispose]: () => standing.disposeAsync(),
  }
}
