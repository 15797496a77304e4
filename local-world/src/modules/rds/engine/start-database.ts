import { PostgresFailedError } from '../errors.ts'
import { createDatabaseState, writerOf } from '../model/database-state.ts'
import { certificateNames } from '../model/endpoints.ts'
import { type Following, followings } from '../model/topology.ts'
import { type ClusterPlan, clustersOf, type DatabasePlan, type InstancePlan } from '../plan/types.ts'
import { asAdministrator } from './administration.ts'
import { takeBaseBackup } from './base-backup.ts'
import { sortParameters } from './configuration.ts'
import { copyFolder } from './copy-folder.ts'
import type { RdsDependencies } from './dependencies.ts'
import { createFirstContents } from './first-contents.ts'
import { reserveLog, STREAMS_WITHIN_MS, untilStreaming } from './follow.ts'
import { createRuntime } from './instance-runtime.ts'
import { openFollower } from './open-follower.ts'
import { RunningDatabase } from './running-database.ts'
import { configure, startServer } from './server-setup.ts'

/** Starts all servers of a database; resolves when the writer accepts writes and every follower streams. */
export async function startDatabase(
  plan: DatabasePlan,
  dependencies: RdsDependencies,
): Promise<RunningDatabase> {
  const { world } = dependencies
  const state = createDatabaseState(plan, world.clock.now())
  await using undo = new AsyncDisposableStack()
  const database = undo.use(new RunningDatabase(state, dependencies))
  for (const { plan: instance } of state.instances.values()) database.reportStarting(instance)
  await Promise.all(clustersOf(plan).map((cluster) => embody(database, cluster, dependencies)))

  const writer = writerOf(state)
  if (!writer) throw new PostgresFailedError(`Cluster "${plan.primary.id}" has no instance to write on`)
  await openWriter(database, writer)
  const all = followings(state)
  const direct = all.filter(({ upstream }) => upstream === writer)
  const cascading = all.filter(({ upstream }) => upstream !== writer)
  await copyToFollowers(database, writer, all)
  await Promise.all(direct.map((following) => openFollower(database, following.follower)))
  await Promise.all(cascading.map((following) => openFollower(database, following.follower)))
  const byUpstream = Map.groupBy(all, ({ upstream }) => upstream.id)
  await Promise.all(
    [...byUpstream].map(([upstreamId, group]) =>
      untilStreaming(database.administrator(upstreamId), () => group.map(({ follower }) => follower.id), {
        withinMs: dependencies.world.patientClock.stretched(STREAMS_WITHIN_MS),
      }),
    ),
  )
  database.noticeStreams(new Set(direct.map(({ follower }) => follower.id)))

  database.open()
  undo.move()
  return database
}

/** Creates everything the instances of a cluster need except their data. */
export async function embody(
  database: RunningDatabase,
  cluster: ClusterPlan,
  dependencies: RdsDependencies,
): Promise<void> {
  const runtimes = cluster.instances.map(async (plan) => {
    const runtime = await createRuntime(dependencies, {
      plan,
      securityGroupIds: cluster.securityGroupIds,
      port: cluster.port,
      certificateNames: certificateNames(database.state, plan),
      onDeath: () => database.noticeDeath(plan.id),
    })
    database.addRuntime(runtime)
    const { ignored } = sortParameters(cluster.parameters)
    if (ignored.length > 0) database.record('parameters not applied', plan, { parameters: ignored })
  })
  await Promise.all(runtimes)
}

async function openWriter(database: RunningDatabase, writer: InstancePlan): Promise<void> {
  const { server } = database.runtime(writer.id)
  const { template } = database.dependencies
  await copyFolder(template.folder, server.files.data)
  await configure(database, writer)
  await startServer(database, writer)
  await asAdministrator(database.administrator(writer.id), (client) =>
    createFirstContents(client, database.state.plan),
  )
  database.noticeOpened(writer.id)
}

/** One backup serves all; those that will follow their region's first begin with the same data. */
async function copyToFollowers(
  database: RunningDatabase,
  writer: InstancePlan,
  all: readonly Following[],
): Promise<void> {
  if (all.length === 0) return
  const connection = database.administrator(writer.id)
  const targets = all.map(({ follower }) => database.runtime(follower.id).server.files.data)
  await asAdministrator(connection, async (client) => {
    for (const { follower, upstream } of all) if (upstream === writer) await reserveLog(client, follower.id)
  })
  await takeBaseBackup(connection, database.runtime(writer.id).server.files.data, targets)
  database.record('base backup taken', writer, { copies: all.map(({ follower }) => follower.id) })
}
