// How a server of a database is set up for its place in the topology: whom it follows, who follows it, on which port.

import { InstanceStateError, PortTaken } from '../errors.ts'
import { followersOf, upstreamOf } from '../model/topology.ts'
import { type ClusterPlan, clustersOf, type DatabasePlan, type InstancePlan } from '../plan/types.ts'
import type { ServerIdentity } from './configuration.ts'
import type { RunningDatabase } from './running-database.ts'
import { openUpstreamLink } from './upstream-link.ts'

const PORTS_TRIED = 5

/** Writes a server's configuration for the place that the state gives it; a running server keeps the old one until it reloads. */
export async function configure(
  database: RunningDatabase,
  instance: InstancePlan,
  upstream = upstreamOf(database.state, instance.id),
): Promise<void> {
  const { template } = database.surroundings
  const body = database.body(instance.id)
  const cluster = database.clusterOf(instance.id)
  const link =
    upstream &&
    database.addLink(
      instance.id,
      await openUpstreamLink(database.surroundings, body, database.body(upstream.id)),
    )
  await body.server.configure(
    {
      identity: identityOf(database.state.plan, instance, cluster),
      port: body.loopbackPort,
      parameters: cluster.parameters,
      upstream: link && { port: link.port, password: template.passwords.rdsrepladmin },
      commitDelayMs: database.commitDelaysMs.get(instance.id) ?? 0,
    },
    body.certificate,
  )
}

/** Makes a running server follow whom the state says, without a restart. */
export async function reconfigure(database: RunningDatabase, instance: InstancePlan): Promise<void> {
  await configure(database, instance)
  database.body(instance.id).server.reload()
}

/**
 * Starts a configured server; when another program has taken its port, on another one, where its followers follow it. Nothing
 * starts in a region that is lost.
 */
export async function startServer(database: RunningDatabase, instance: InstancePlan): Promise<void> {
  if (database.surroundings.reachability.isLost(instance.region))
    throw new InstanceStateError(
      `Instance "${instance.id}" cannot start: ${instance.region} is lost. Restore the region first.`,
    )
  const body = database.body(instance.id)
  for (let attempt = 1; ; attempt++) {
    try {
      return await body.server.start()
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === PORTS_TRIED) throw error
    }
    const taken = body.loopbackPort
    await body.moveToFreePort()
    database.record('port taken, another one chosen', instance, { taken, port: body.loopbackPort })
    await configure(database, instance)
    for (const follower of followersOf(database.state, instance.id)) await reconfigure(database, follower)
  }
}

/** Starts a server that a change of writer had ended; one that does not come up is tried again, like any server that died. */
export async function startAgain(database: RunningDatabase, instance: InstancePlan): Promise<void> {
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
