import { mkdir, rm } from 'node:fs/promises'
import { changeLineage, clusterOf, instanceOf, writerOf } from '../../model/database-state.ts'
import { EVENTS } from '../../model/events.ts'
import { failoverSnapshot } from '../../model/snapshot.ts'
import type { ClusterPlan, InstancePlan } from '../../plan/types.ts'
import { asAdministrator } from '../administration.ts'
import { takeBaseBackup } from '../base-backup.ts'
import { reserveLog, untilStreaming } from '../follow.ts'
import { openFollower } from '../open-follower.ts'
import type { RunningDatabase } from '../running-database.ts'
import { clusterSource, type RoleChange, tellCluster } from './role-change.ts'

const STREAMING_WITHIN_MS = 30_000
/** PostgreSQL refuses a data directory that others can read. */
const PRIVATE_FOLDER = 0o700

interface RebuildOptions {
  /** The cluster was the writer: its data is kept as a snapshot first. */
  readonly withSnapshot: boolean
}

/** A target that was asked to promote but did not become the writer may have diverged: it is rebuilt. */
export function discardTarget(database: RunningDatabase, { to, target }: RoleChange): void {
  if (database.ended.signal.aborted) return
  database.accept(changeLineage(database.state, to.id, 'diverged'), 'lineage', to.id)
  database.undertake(target, () => rebuildWhenReachable(database, to, { withSnapshot: false }))
}

/** Replaces the data of a diverged cluster as soon as its region can be reached; retries until it succeeds. */
export async function rebuildWhenReachable(
  database: RunningDatabase,
  cluster: ClusterPlan,
  options: RebuildOptions,
): Promise<void> {
  const { clock } = database.dependencies.world
  const { signal } = database.ended
  let { withSnapshot } = options
  for (;;) {
    signal.throwIfAborted()
    const writer = writerOf(database.state)
    if (writer && isReachable(database, cluster, writer)) {
      try {
        if (await takeDown(database, cluster, withSnapshot)) withSnapshot = false
        return await rebuild(database, cluster, writer)
      } catch (error) {
        signal.throwIfAborted()
        database.record('rebuild interrupted', writer, {
          cluster: cluster.id,
          reason: (error as Error).message,
        })
        database.accept(changeLineage(database.state, cluster.id, 'diverged'), 'lineage', cluster.id)
      }
    }
    await clock.sleep(database.delays.reachabilityCheck, signal)
  }
}

function isReachable(database: RunningDatabase, cluster: ClusterPlan, writer: InstancePlan): boolean {
  const isFrozen = cluster.instances.some(({ id }) => database.runtime(id).server.isFrozen)
  const isWriterUp = instanceOf(database.state, writer.id).status === 'available'
  return isWriterUp && !isFrozen && database.dependencies.reachability.canReach(writer.region, cluster.region)
}

/** Stops the cluster's servers: their data is outdated and must not be used. True when the data was kept as a snapshot. */
async function takeDown(
  database: RunningDatabase,
  cluster: ClusterPlan,
  withSnapshot: boolean,
): Promise<boolean> {
  tellCluster(database, cluster, 'rebuildBegan')
  for (const { id } of cluster.instances) database.apply(id, 'rebuildRequested')
  for (const { server } of cluster.instances.map(({ id }) => database.runtime(id))) {
    await server.stop('immediate')
    await server.releaseMemory()
  }
  const [first] = cluster.instances
  if (!withSnapshot || !first) return false
  const { snapshots, world } = database.dependencies
  const { id, region } = cluster
  const snapshot = failoverSnapshot(clusterOf(database.state, id), database.state.plan, world.clock.now())
  const source = await snapshots.keep(snapshot, database.runtime(first.id).server.files.data)
  database.announce(EVENTS.snapshotStarted(), source)
  database.announce(EVENTS.snapshotCreated(), source)
  database.record('snapshot kept', first, { snapshot: source.id, cluster: id, region })
  return true
}

async function rebuild(database: RunningDatabase, cluster: ClusterPlan, writer: InstancePlan): Promise<void> {
  const { clock, patientClock } = database.dependencies.world
  const { signal } = database.ended
  const [first, ...others] = cluster.instances
  database.announce(EVENTS.resyncStarted(cluster), clusterSource(cluster))
  database.announce(EVENTS.volumeReplacementStarted(cluster), clusterSource(cluster))
  await clock.sleep(database.delays.rebuild, signal)
  signal.throwIfAborted()
  if (first) {
    await copyFromWriter(database, cluster, writer, first)
    // From here on its data is the writer's, and the topology says which server it follows.
    database.accept(changeLineage(database.state, cluster.id, 'shared'), 'lineage', cluster.id)
    await openFollower(database, first)
    await Promise.all(others.map((other) => openFollower(database, other)))
    const limits = { withinMs: patientClock.stretched(STREAMING_WITHIN_MS), signal }
    await untilStreaming(database.administrator(writer.id), () => [first.id], limits)
  }
  database.announce(EVENTS.volumeReplacementCompleted(cluster), clusterSource(cluster))
  database.announce(EVENTS.resyncFinished(cluster), clusterSource(cluster))
  tellCluster(database, cluster, 'settled')
}

async function copyFromWriter(
  database: RunningDatabase,
  cluster: ClusterPlan,
  writer: InstancePlan,
  first: InstancePlan,
): Promise<void> {
  const folders = cluster.instances.map(({ id }) => database.runtime(id).server.files.data)
  for (const folder of folders) {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    await mkdir(folder, { mode: PRIVATE_FOLDER })
  }
  const connection = database.administrator(writer.id)
  await asAdministrator(connection, (client) => reserveLog(client, first.id))
  await takeBaseBackup(connection, database.runtime(writer.id).server.files.data, folders)
  database.record('base backup taken', writer, { copies: cluster.instances.map(({ id }) => id) })
}
