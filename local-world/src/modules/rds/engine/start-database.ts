import { PostgresFailedError } from '../errors.ts'
import { createDatabaseState, writerOf } from '../model/database-state.ts'
import { certificateNames } from '../model/endpoints.ts'
import { followings } from '../model/topology.ts'
import { type ClusterPlan, clustersOf, type DatabasePlan, type InstancePlan } from '../plan/types.ts'
import { asAdministrator } from './administration.ts'
import { sortParameters } from './configuration.ts'
import { copyFolder } from './copy-folder.ts'
import type { RdsDependencies } from './dependencies.ts'
import { createFirstContents } from './first-contents.ts'
import { STREAMS_WITHIN_MS, untilStreaming } from './follow.ts'
import { createRuntime } from './instance-runtime.ts'
import { openFollower } from './open-follower.ts'
import { RunningDatabase } from './running-database.ts'
import { configure, startServer } from './server-setup.ts'

/**
 * Starts all servers of a database; resolves when the writer accepts writes and every follower streams.
 *
 * All begin with the same template, a server that was shut down, so the followers need only the WAL since then: no base backup.
 */
export async function startDatabase(
  plan: DatabasePlan,
  dependencies: RdsDependencies,
): Promise<RunningDatabase> {
  const { world, template } = dependencies
  const state = createDatabaseState(plan, world.clock.now())
  await using undo = new AsyncDisposableStack()
  const database = undo.use(new RunningDatabase(state, dependencies))
  for (const { plan: instance } of state.instances.values()) database.reportStarting(instance)
  await Promise.all(clustersOf(plan).map((cluster) => embody(database, cluster, dependencies)))

  const writer = writerOf(state)
  if (!writer) throw new PostgresFailedError(`Cluster "${plan.primary.id}" has no instance to write on`)
  const all = followings(state)
  const copyTemplate = ({ id }: InstancePlan) =>
    copyFolder(template.folder, database.runtime(id).server.files.data)
  // Clients wait for the writer, so its copy is made first.
  await copyTemplate(writer)
  await Promise.all([openWriter(database, writer), ...all.map(({ follower }) => copyTemplate(follower))])
  const direct = all.filter(({ upstream }) => upstream === writer)
  const cascading = all.filter(({ upstream }) => upstream !== writer)
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
  await configure(database, writer)
  await startServer(database, writer)
  await asAdministrator(database.administrator(writer.id), (client) =>
    createFirstContents(client, database.state.plan),
  )
  database.noticeOpened(writer.id)
}
