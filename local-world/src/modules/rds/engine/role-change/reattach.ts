import { followersOf } from '../../model/topology.ts'
import type { InstancePlan } from '../../plan/types.ts'
import { asAdministrator } from '../administration.ts'
import { markAsStandby, releaseLog, untilStreaming } from '../follow.ts'
import type { RunningDatabase } from '../running-database.ts'
import type { ServerFiles } from '../server-files.ts'
import { configure, reconfigure, startServer } from '../server-setup.ts'
import { handOverHistory, untilFound } from '../timeline-history.ts'
import type { RoleChange } from './role-change.ts'

const STREAMING_WITHIN_MS = 15_000

/** After a promotion to the byte: everyone follows the new writer with the data that they have. */
export async function reattach(database: RunningDatabase, { oldWriter, target }: RoleChange): Promise<void> {
  const followers = followersOf(database.state, target.id)
  const others = followers.filter(({ id }) => id !== oldWriter.id)
  const { files } = database.body(target.id).server
  await Promise.all([
    // Its own configuration names an upstream until now; it would follow it again after its next start.
    reconfigure(database, target),
    ...others.map((follower) => redirect(database, follower, files)),
  ])
  // Not before: whoever still looks for it would follow it again.
  await bringBack(database, oldWriter, files)
  const ids = followers.map(({ id }) => id)
  const isAll = await untilStreaming(database.administrator(target.id), ids, {
    withinMs: STREAMING_WITHIN_MS,
    signal: database.ended.signal,
  }).then(
    () => true,
    () => false,
  )
  if (isAll) database.noticeStreams(new Set(ids))
  await keepLogForFollowers(database, target)
  await keepLogForFollowers(database, oldWriter)
}

/** A running server follows the promoted one, whose timelines are in `promoted`. */
async function redirect(
  database: RunningDatabase,
  follower: InstancePlan,
  promoted: ServerFiles,
): Promise<void> {
  const { files } = database.body(follower.id).server
  await untilFound(files, await handOverHistory(promoted, files))
  await reconfigure(database, follower)
}

/** Its log ends where the new writer's begins, so a start as a standby is all it needs. */
async function bringBack(
  database: RunningDatabase,
  oldWriter: InstancePlan,
  promoted: ServerFiles,
): Promise<void> {
  const { server } = database.body(oldWriter.id)
  // Its last record is written and has arrived: nothing is lost by not waiting for the farthest follower's word.
  await server.stop('immediate')
  await handOverHistory(promoted, server.files)
  await markAsStandby(server.files.data)
  await configure(database, oldWriter)
  try {
    if (database.surroundings.reachability.isLost(oldWriter.region)) throw new Error('its region is lost')
    await startServer(database, oldWriter)
    database.noticeOpened(oldWriter.id)
  } catch (error) {
    database.record('restart failed', oldWriter, { reason: (error as Error).message })
    database.noticeDeath(oldWriter.id) // From here it is started again like any server that died.
  }
}

/** Slots of former followers would keep log for ever. A server that is down has time until its next change of role. */
async function keepLogForFollowers(database: RunningDatabase, instance: InstancePlan): Promise<void> {
  const kept = followersOf(database.state, instance.id).map(({ id }) => id)
  await asAdministrator(database.administrator(instance.id), (client) => releaseLog(client, kept)).catch(
    (error: Error) => database.record('log kept', instance, { reason: error.message }),
  )
}
