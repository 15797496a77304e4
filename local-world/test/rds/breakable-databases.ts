import { inRegion, otherRegions, REGION_IDS, type RegionId } from '@meridian/topology'
import type { RunningFailures } from '../../src/failures/index.ts'
import { type ControlPlaneWorld, startControlPlaneWorld } from './control-plane-world.ts'
import { startDatabaseFailures } from './database-failures.ts'
import { fixtureGraph } from './fixture-program.ts'

/** Databases with RDS's API and the failures that can be injected into them: all that a client of the data needs, in a few seconds. */
export interface BreakableDatabases extends ControlPlaneWorld {
  readonly failures: RunningFailures
  /** Name of the global writer endpoint. */
  readonly globalWriter: string
}

/** Two regions' distance in milliseconds there and back. */
export type Distances = (from: RegionId, to: RegionId) => number

/** Starts one global database over three regions. Clients need no TLS, because its certificates name no loopback address. */
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
