// An unplanned change of writer: the target is promoted with what it has received, whatever state the old writer is in.
// Every other member has diverged, and is rebuilt from the new writer as soon as it can be reached.

import { membersOf } from '../../model/database-state.ts'
import { EVENTS } from '../../model/events.ts'
import { endRoleChange, proceed, promoteTarget } from '../../model/role-change.ts'
import { openSession } from '../administration.ts'
import { endSessions } from '../promotion.ts'
import type { RunningDatabase } from '../running-database.ts'
import { reconfigure } from '../server-setup.ts'
import { fence } from './fence.ts'
import { promote } from './promote.ts'
import { discardTarget, rebuildWhenReachable } from './rebuild.ts'
import {
  announceToBoth,
  clusterSource,
  flipEndpointLater,
  type RoleChange,
  roleChangeOf,
  tellCluster,
} from './role-change.ts'

/** Carries out the accepted failover; the other members are rebuilt later, in the background. */
export async function failOver(database: RunningDatabase): Promise<void> {
  const change = roleChangeOf(database)
  const { clock } = database.dependencies.world
  const { signal } = database.ended
  const alreadyDiverged = divergedIds(database)
  await clock.sleep(database.delays.verification, signal)
  signal.throwIfAborted()
  database.pauseWatch()
  database.accept(proceed(database.state, 'failing-over'), 'failover', change.to.id)
  tellCluster(database, change.to, 'promotionBegan')
  tellCluster(database, change.from, 'supplanted')
  const progress = { isPromotionAsked: false }
  try {
    await takeOver(database, change, progress)
  } catch (error) {
    giveUp(database, change)
    if (progress.isPromotionAsked) discardTarget(database, change)
    throw error
  }
  database.watchWriter()
  flipEndpointLater(database, change, EVENTS.endpointFlipped())
  database.announce(EVENTS.failoverCompleted(change.to), clusterSource(change.to))
  tellCluster(database, change.to, 'settled')
  database.accept(endRoleChange(database.state, 'finished'), 'global cluster', change.to.id)
  rebuildOthers(database, change, alreadyDiverged)
  await reconfigure(database, change.target)
}

async function takeOver(
  database: RunningDatabase,
  change: RoleChange,
  progress: { isPromotionAsked: boolean },
): Promise<void> {
  const { clock } = database.dependencies.world
  const beganAt = new Date()
  await fence(database, change)
  await clock.sleep(database.delays.promotion, database.ended.signal)
  const onAsked = () => {
    progress.isPromotionAsked = true
  }
  await promote(database, change.target, { onAsked })
  database.accept(promoteTarget(database.state), 'writer', change.to.id)
  try {
    await using session = await openSession(
      database.administrator(change.target.id),
      database.dependencies.world.patientClock.stretched(database.delays.drain),
    )
    await endSessions(session.client, beganAt)
  } catch {
    // A server that died meanwhile has ended the sessions itself, and comes back as the writer.
  }
}

/** The target could not be promoted: the old writer remains the writer, running or not. */
function giveUp(database: RunningDatabase, change: RoleChange): void {
  if (database.ended.signal.aborted) return
  const { oldWriter, from, to } = change
  announceToBoth(database, change, EVENTS.failoverFailed(to))
  for (const cluster of [from, to]) tellCluster(database, cluster, 'settled')
  if (database.state.instances.get(oldWriter.id)?.status === 'rebuilding') {
    database.apply(oldWriter.id, 'restartRequested')
    database.noticeDeath(oldWriter.id) // It was fenced, so it is down: restart it.
  }
  database.watchWriter()
  database.accept(endRoleChange(database.state, 'cancelled'), 'global cluster', from.id)
}

function rebuildOthers(
  database: RunningDatabase,
  { from, target }: RoleChange,
  alreadyDiverged: ReadonlySet<string>,
): void {
  for (const { plan, lineage } of membersOf(database.state)) {
    if (lineage !== 'diverged' || alreadyDiverged.has(plan.id)) continue
    const withSnapshot = plan.id === from.id
    database.undertake(target, () => rebuildWhenReachable(database, plan, { withSnapshot }))
  }
}

const divergedIds = ({ state }: RunningDatabase): ReadonlySet<string> =>
  new Set(membersOf(state).flatMap(({ plan, lineage }) => (lineage === 'diverged' ? [plan.id] : [])))
