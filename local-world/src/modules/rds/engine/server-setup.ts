// Sets up a server for its place in the topology: its upstream, its followers, its port.

import { InstanceStateError, PortTakenError } from '../errors.ts'
import type { DatabaseState } from '../model/database-state.ts'
import { followersOf, upstreamOf } from '../model/topology.ts'
import { type ClusterPlan, clustersOf, type DatabasePlan, type InstancePlan } from '../plan/types.ts'
import type { ServerIdentity } from './configuration.ts'
import type { RdsDependencies } from './dependencies.ts'
import type { InstanceRuntime } from './instance-runtime.ts'
import { openUpstreamLink, type UpstreamLink } from './upstream-link.ts'

const PORTS_TRIED = 5

/** What setting up a server needs from its database. */
export interface ServedDatabase {
  readonly state: DatabaseState
  readonly dependencies: RdsDependencies
  /** Of slow disks, by instance. */
  readonly commitDelaysMs: ReadonlyMap<string, number>
  runtime(instanceId: string): InstanceRuntime
  clusterOf(instanceId: string): ClusterPlan
  addLink(instanceId: string, link: UpstreamLink): UpstreamLink
  record(event: string, instance: InstancePlan, detail?: Readonly<Record<string, unknown>>): void
}

/** What restarting a server needs in addition: the model is notified whether it came up. */
export interface RestartedDatabase extends ServedDatabase {
  noticeOpened(instanceId: string): void
  noticeDeath(instanceId: string): void
}

/** Writes a server's configuration for its place in the state; a running server keeps the old one until it reloads. */
export async function configure(
  database: ServedDatabase,
  instance: InstancePlan,
  upstream = upstreamOf(database.state, instance.id),
): Promise<void> {
  const { template } = database.dependencies
  const runtime = database.runtime(instance.id)
  const cluster = database.clusterOf(instance.id)
  const link =
    upstream &&
    database.addLink(
      instance.id,
      await openUpstreamLink(database.dependencies, runtime, database.runtime(upstream.id)),
    )
  await runtime.server.configure(
    {
      identity: identityOf(database.state.plan, instance, cluster),
      port: runtime.loopbackPort,
      parameters: cluster.parameters,
      upstream: link && { port: link.port, password: template.passwords.rdsrepladmin },
      commitDelayMs: database.commitDelaysMs.get(instance.id) ?? 0,
    },
    runtime.certificate,
  )
}

/** Makes a running server follow its upstream in the state, without a restart. */
export async function reconfigure(database: ServedDatabase, instance: InstancePlan): Promise<void> {
  await configure(database, instance)
  database.runtime(instance.id).server.reload()
}

/**
 * Starts a configured server. If another program has taken its port, it gets a new one and its followers are redirected. No
 * server starts in a lost region.
 */
export async function startServer(database: ServedDatabase, instance: InstancePlan): Promise<void> {
  if (database.dependencies.reachability.isLost(instance.region))
    throw new InstanceStateError(
      `Instance "${instance.id}" cannot start: ${instance.region} is lost. Restore the region first.`,
    )
  const runtime = database.runtime(instance.id)
  for (let attempt = 1; ; attempt++) {
    try {
      return await runtime.server.start()
    } catch (error) {
      if (!(error instanceof PortTakenError) || attempt === PORTS_TRIED) throw error
    }
    const taken = runtime.loopbackPort
    await runtime.moveToFreePort()
    database.record('port taken, another one chosen', instance, { taken, port: runtime.loopbackPort })
    await configure(database, instance)
    for (const follower of followersOf(database.state, instance.id)) await reconfigure(database, follower)
  }
}

/** Starts a server that a change of writer had stopped; if it does not come up, it is retried like any server that died. */
export async function startAgain(database: RestartedDatabase, instance: InstancePlan): Promise<void> {
  try {
    await startServer(database, instance)
    database.noticeOpened(instance.id)
  } catch (error) {
    database.record('restart failed', instance, { reason: (error as Error).message })
    database.noticeDeath(instance.id)
  }
}

function identityOf(plan: DatabasePlan, instance: InstancePlan, cluster: ClusterPlan): ServerIdentity {
  const members = clustersOf(plan).flatMap(({ instances }) => instances)
  return {
    instanceId: instance.id,
    region: instance.region,
    engineVersion: cluster.engineVersion,
    members: members.map(({ id, region }) => ({ instance: id, region })),
  }
}
