import { followersOf } from '../../model/topology.ts'
import type { InstancePlan } from '../../plan/types.ts'
import { type Administrator, asAdministrator } from '../administration.ts'
import { markAsStandby, releaseLog, untilStreaming } from '../follow.ts'
import type { RunningDatabase } from '../running-database.ts'
import type { ServerFiles } from '../server-files.ts'
import { configure, reconfigure, startAgain } from '../server-setup.ts'
import { handOverHistory, untilFound } from '../timeline-history.ts'
import type { RoleChange } from './role-change.ts'

/**
 * After a promotion without loss, all members follow the new writer with the data they have. One that is lost, frozen or
 * behind a cut link follows when it can; neither it nor the loss of the new writer stops the old one from coming back.
 */
export async function reattach(database: RunningDatabase, { oldWriter, target }: RoleChange): Promise<void> {
  const followers = followersOf(database.state, target.id)
  const others = followers.filter(({ id }) => id !== oldWriter.id)
  const { files } = database.runtime(target.id).server
  const redirected = await Promise.allSettled([
    // Its configuration still names an upstream, which it would follow after its next restart.
    reconfigure(database, target),
    ...others.map((follower) => redirect(database, target, follower, files)),
  ])
  // Only now: a member that still looks for the old writer would follow it.
  await bringBack(database, oldWriter, files)
  for (const outcome of redirected) if (outcome.status === 'rejected') throw outcome.reason
  const attachable = () =>
    followers.filter((follower) => canAttach(database, target, follower)).map(({ id }) => id)
  await untilStreaming(database.administrator(target.id), attachable, {
    withinMs: database.dependencies.world.patientClock.stretched(database.delays.attachment),
    signal: database.ended.signal,
  })
  database.noticeStreams(new Set(attachable()))
  for (const instance of [target, oldWriter])
    if (!database.runtime(instance.id).server.isFrozen) await keepLogForFollowers(database, instance)
}

/** Whether a member can follow the new writer now, as far as RDS's health checks can tell. */
function canAttach(database: RunningDatabase, target: InstancePlan, follower: InstancePlan): boolean {
  const { server } = database.runtime(follower.id)
  const { reachability } = database.dependencies
  return server.isRunning && !server.isFrozen && reachability.canReach(target.region, follower.region)
}

/** Makes a running server follow the promoted one, whose timelines are in `promoted`. */
async function redirect(
  database: RunningDatabase,
  target: InstancePlan,
  follower: InstancePlan,
  promoted: ServerFiles,
): Promise<void> {
  const { files } = database.runtime(follower.id).server
  const timeline = await handOverHistory(promoted, files)
  if (canAttach(database, target, follower)) await untilFound(files, timeline)
  await reconfigure(database, follower)
}

/** Its WAL ends where the new writer's begins, so restarting it as a standby is enough. */
async function bringBack(
  database: RunningDatabase,
  oldWriter: InstancePlan,
  promoted: ServerFiles,
): Promise<void> {
  const { server } = database.runtime(oldWriter.id)
  // Its last record is written and has arrived: nothing is lost by not waiting for the farthest follower's reply.
  await server.stop('immediate')
  await handOverHistory(promoted, server.files)
  await markAsStandby(server.files.data)
  await configure(database, oldWriter)
  await startAgain(database, oldWriter)
}

/** Slots of former followers would keep WAL forever. If the server is down, its next change of role does this. */
async function keepLogForFollowers(database: RunningDatabase, instance: InstancePlan): Promise<void> {
  const kept = followersOf(database.state, instance.id).map(({ id }) => id)
  const release = (client: Administrator) => releaseLog(client, kept)
  await asAdministrator(database.administrator(instance.id), release, database.delays.attachment).catch(
    (error: Error) => database.record('log kept', instance, { reason: error.message }),
  )
}
