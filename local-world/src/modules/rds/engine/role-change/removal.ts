import { changeLineage, firstInstance, writerOf } from '../../model/database-state.ts'
import { followersOf } from '../../model/topology.ts'
import type { ClusterPlan } from '../../plan/types.ts'
import { asAdministrator, openSession } from '../administration.ts'
import { releaseLog } from '../follow.ts'
import { endSessions } from '../promotion.ts'
import type { RunningDatabase } from '../running-database.ts'
import { reconfigure } from '../server-setup.ts'
import { promote } from './promote.ts'
import { tellCluster } from './role-change.ts'

/** Removes a cluster from its global database: a secondary becomes an independent writer, with what it has received. */
export async function removeMember(database: RunningDatabase, cluster: ClusterPlan): Promise<void> {
  const isPrimary = cluster.id === database.state.writerClusterId
  database.accept(changeLineage(database.state, cluster.id, 'standalone'), 'lineage', cluster.id)
  const first = firstInstance(database.state, cluster.id)
  if (isPrimary || !first) return
  tellCluster(database, cluster, 'promotionBegan')
  const beganAt = new Date()
  await promote(database, first)
  await using session = await openSession(database.administrator(first.id))
  await endSessions(session.client, beganAt)
  await reconfigure(database, first)
  tellCluster(database, cluster, 'settled')
  const writer = writerOf(database.state)
  if (!writer) return
  const kept = followersOf(database.state, writer.id).map(({ id }) => id)
  await asAdministrator(database.administrator(writer.id), (client) => releaseLog(client, kept))
}
