import { setTimeout as wait } from 'node:timers/promises'
import { asAdministrator } from './engine/administration.ts'
import { takeBaseBackup } from './engine/base-backup.ts'
import { type ServerIdentity, sortParameters } from './engine/configuration.ts'
import { copyFolder } from './engine/copy-folder.ts'
import { createFirstContents } from './engine/first-contents.ts'
import { connectedFollowers, markAsStandby, reserveLog } from './engine/follow.ts'
import { createBody, type Surroundings } from './engine/instance-body.ts'
import { openUpstreamLink } from './engine/upstream-link.ts'
import { PostgresFailed } from './errors.ts'
import { createDatabaseState } from './model/database-state.ts'
import { certificateNames } from './model/endpoints.ts'
import { type ClusterPlan, clustersOf, type DatabasePlan, type InstancePlan } from './plan/types.ts'
import { RunningDatabase } from './running-database.ts'

/** A follower and the instance it copies: the writer's region and the others' first copy the writer, the rest their first. */
interface Following {
  readonly follower: InstancePlan
  readonly upstream: InstancePlan
}

const STREAM_POLL_MS = 20
const STREAMS_WITHIN_MS = 30_000

/** Starts all servers of a database; resolves when the writer writes and every follower streams. */
export async function startDatabase(
  plan: DatabasePlan,
  surroundings: Surroundings,
): Promise<RunningDatabase> {
  const { world } = surroundings
  const state = createDatabaseState(plan, world.clock.now())
  await using undo = new AsyncDisposableStack()
  const database = undo.use(new RunningDatabase(state, surroundings))
  for (const { plan: instance } of state.instances.values()) database.reportStarting(instance)
  await Promise.all(clustersOf(plan).map((cluster) => embody(database, cluster, surroundings)))

  const [writer] = plan.primary.instances
  if (!writer) throw new PostgresFailed(`Cluster "${plan.primary.id}" has no instance to write on`)
  await openWriter(database, writer)
  const { direct, cascading } = followings(plan, writer)
  await copyToFollowers(database, writer, [...direct, ...cascading])
  await Promise.all(direct.map((following) => openFollower(database, following)))
  await Promise.all(cascading.map((following) => openFollower(database, following)))
  await untilStreaming(database, [...direct, ...cascading])
  database.noticeStreams(new Set(direct.map(({ follower }) => follower.id)))

  database.open()
  undo.move()
  return database
}

async function embody(
  database: RunningDatabase,
  cluster: ClusterPlan,
  surroundings: Surroundings,
): Promise<void> {
  const bodies = cluster.instances.map(async (plan) => {
    const body = await createBody(surroundings, {
      plan,
      securityGroupIds: cluster.securityGroupIds,
      port: cluster.port,
      certificateNames: certificateNames(database.state, plan),
      onDeath: () => database.noticeDeath(plan.id),
    })
    database.addBody(body)
    const { ignored } = sortParameters(cluster.parameters)
    if (ignored.length > 0) database.record('parameters not applied', plan, { parameters: ignored })
  })
  await Promise.all(bodies)
}

async function openWriter(database: RunningDatabase, writer: InstancePlan): Promise<void> {
  const { server } = database.body(writer.id)
  const { template } = database.surroundings
  await copyFolder(template.folder, server.files.data)
  await configure(database, writer, undefined)
  await server.start()
  await asAdministrator(database.administrator(writer.id), (client) =>
    createFirstContents(client, database.state.plan),
  )
  database.noticeOpened(writer.id)
}

function followings(plan: DatabasePlan, writer: InstancePlan) {
  const direct: Following[] = []
  const cascading: Following[] = []
  for (const cluster of clustersOf(plan)) {
    const [first, ...others] = cluster.instances
    if (!first) continue
    if (first !== writer) direct.push({ follower: first, upstream: writer })
    const list = first === writer ? direct : cascading
    list.push(...others.map((follower) => ({ follower, upstream: first })))
  }
  return { direct, cascading }
}

/** One backup serves them all; those that will copy their region's first begin with the same data. */
async function copyToFollowers(
  database: RunningDatabase,
  writer: InstancePlan,
  all: readonly Following[],
): Promise<void> {
  if (all.length === 0) return
  const connection = database.administrator(writer.id)
  const targets = all.map(({ follower }) => database.body(follower.id).server.files.data)
  await asAdministrator(connection, async (client) => {
    for (const { follower, upstream } of all) if (upstream === writer) await reserveLog(client, follower.id)
  })
  await takeBaseBackup(connection, database.body(writer.id).server.files.data, targets)
  database.record('base backup taken', writer, { copies: all.map(({ follower }) => follower.id) })
}

async function openFollower(database: RunningDatabase, { follower, upstream }: Following): Promise<void> {
  const { server } = database.body(follower.id)
  if (database.roleOf(upstream.id) === 'reader')
    await asAdministrator(database.administrator(upstream.id), (client) => reserveLog(client, follower.id))
  await markAsStandby(server.files.data)
  await configure(database, follower, upstream)
  await server.start()
  database.noticeOpened(follower.id)
}

async function configure(
  database: RunningDatabase,
  instance: InstancePlan,
  upstream: InstancePlan | undefined,
): Promise<void> {
  const { world, template } = database.surroundings
  const body = database.body(instance.id)
  const cluster = database.clusterOf(instance.id)
  const link =
    upstream &&
    database.addLink(instance.id, await openUpstreamLink(world.wan, body, database.body(upstream.id)))
  await body.server.configure(
    {
      identity: identityOf(database.state.plan, instance, cluster),
      port: body.loopbackPort,
      parameters: cluster.parameters,
      upstream: link && { port: link.port, password: template.passwords.rdsrepladmin },
    },
    body.certificate,
  )
}

function identityOf(plan: DatabasePlan, instance: InstancePlan, cluster: ClusterPlan): ServerIdentity {
  const members = clustersOf(plan).flatMap((member) => member.instances)
  return {
    instanceId: instance.id,
    region: instance.region,
    engineVersion: cluster.engineVersion,
    members: members.map(({ id, region }) => ({ instance: id, region })),
  }
}

/** A named condition with a deadline: every follower's stream is open. */
async function untilStreaming(database: RunningDatabase, all: readonly Following[]): Promise<void> {
  const deadline = performance.now() + STREAMS_WITHIN_MS
  const byUpstream = Map.groupBy(all, ({ upstream }) => upstream.id)
  await Promise.all(
    [...byUpstream].map(([upstreamId, group]) =>
      asAdministrator(database.administrator(upstreamId), async (client) => {
        for (;;) {
          const streaming = new Set(await connectedFollowers(client))
          const missing = group.map(({ follower }) => follower.id).filter((id) => !streaming.has(id))
          if (missing.length === 0) return
          if (performance.now() > deadline)
            throw new PostgresFailed(
              `Waited ${STREAMS_WITHIN_MS / 1000} s for ${missing.join(', ')} to follow ${upstreamId}; connected: ${[...streaming].join(', ') || 'none'}. Is a link cut?`,
            )
          await wait(STREAM_POLL_MS)
        }
      }),
    ),
  )
}
