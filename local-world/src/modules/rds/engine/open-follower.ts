import { upstreamOf } from '../model/topology.ts'
import type { InstancePlan } from '../plan/types.ts'
import { asAdministrator } from './administration.ts'
import { markAsStandby, reserveLog } from './follow.ts'
import type { RunningDatabase } from './running-database.ts'
import { configure, startServer } from './server-setup.ts'

/** Starts a server on a fresh copy of its upstream's data; the upstream keeps the WAL written since the copy for it. */
export async function openFollower(database: RunningDatabase, follower: InstancePlan): Promise<void> {
  const { server } = database.runtime(follower.id)
  const upstream = upstreamOf(database.state, follower.id)
  if (upstream)
    await asAdministrator(database.administrator(upstream.id), (client) => reserveLog(client, follower.id))
  await markAsStandby(server.files.data)
  await configure(database, follower)
  await startServer(database, follower)
  database.noticeOpened(follower.id)
}
