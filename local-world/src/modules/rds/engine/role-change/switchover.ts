// A planned change of writer: nothing that was acknowledged is lost, and no member is rebuilt.
//
// The old writer is shut down cleanly: its sessions end, its last record is a checkpoint. Once the target has replayed that
// record, both have the same WAL to the byte; the target is promoted, and the others follow it from where they are. Writers
// are affected only between the shutdown and the flip of the endpoint, so everything else is done before or after.

import { EVENTS } from '../../model/events.ts'
import { endRoleChange, proceed, promoteTarget } from '../../model/role-change.ts'
import { followersOf } from '../../model/topology.ts'
import { type AdministratorSession, openSession } from '../administration.ts'
import { readLastCheckpoint } from '../control-file.ts'
import { reserveLog } from '../follow.ts'
import { endSessions, readBytes } from '../promotion.ts'
import type { RunningDatabase } from '../running-database.ts'
import { startAgain } from '../server-setup.ts'
import { promote } from './promote.ts'
import { reattach } from './reattach.ts'
import { discardTarget } from './rebuild.ts'
import {
  announceToBoth,
  clusterSource,
  flipEndpointLater,
  type RoleChange,
  roleChangeOf,
  tellCluster,
} from './role-change.ts'
import { type Limits, until } from './until.ts'

/** A target further behind than this would block writers for too long. */
const NEAR_MS = 500

interface Sessions extends AsyncDisposable {
  readonly writer: AdministratorSession
  readonly target: AdministratorSession
}

/** Carries out the switchover that the state has accepted; ends with the new roles, or with the old ones if it was cancelled. */
export async function switchOver(database: RunningDatabase): Promise<void> {
  const change = roleChangeOf(database)
  announceToBoth(database, change, EVENTS.switchoverStarted(change.to))
  begin(database, change)
  const progress = { isPromotionAsked: false }
  try {
    await takeOver(database, change, progress)
  } catch (error) {
    await cancel(database, change)
    if (progress.isPromotionAsked) discardTarget(database, change)
    throw error
  }
  flipEndpointLater(database, change, EVENTS.endpointFlipped())
  announceToBoth(database, change, EVENTS.promoted(change.to))
  await reattach(database, change).catch((error: Error) =>
    // The writer has changed in any case; a member that is not attached shows as pending-resync.
    database.record('not all attached', change.target, { reason: error.message }),
  )
  for (const cluster of [change.from, change.to]) tellCluster(database, cluster, 'settled')
  database.watchWriter()
  announceToBoth(database, change, EVENTS.switchoverFinished(change.to))
  database.accept(endRoleChange(database.state, 'finished'), 'global cluster', change.to.id)
}

function begin(database: RunningDatabase, { from, to }: RoleChange): void {
  database.pauseWatch()
  tellCluster(database, to, 'promotionBegan')
  tellCluster(database, from, 'demotionBegan')
}

/** From preparation to a writable target; throws while the old writer can still be brought back. */
async function takeOver(
  database: RunningDatabase,
  change: RoleChange,
  progress: { isPromotionAsked: boolean },
): Promise<void> {
  const { clock, patientClock } = database.dependencies.world
  const { signal } = database.ended
  await clock.sleep(database.delays.verification, signal)
  signal.throwIfAborted()
  await using sessions = await openSessions(database, change)
  await prepare(database, change, sessions)
  database.accept(proceed(database.state, 'switching-over'), 'failover', change.to.id)

  const { client } = sessions.target
  const beganAt = new Date()
  const last = await shutDown(database, change)
  const hasLast = async () => ((await readBytes(client)) > last ? true : undefined)
  await until(`${change.target.id} to replay the last record`, hasLast, {
    clock: patientClock,
    withinMs: database.delays.drain,
    signal,
  })
  announceToBoth(database, change, EVENTS.oldPrimaryShutDown(change.from))
  await clock.sleep(database.delays.promotion, signal)
  await promote(database, change.target, {
    session: client,
    onAsked: () => {
      progress.isPromotionAsked = true
    },
  })
  database.accept(promoteTarget(database.state), 'writer', change.to.id)
  await endSessions(client, beganAt).catch(() => {}) // If the server dies now, that ends them.
}

async function openSessions(database: RunningDatabase, { oldWriter, target }: RoleChange): Promise<Sessions> {
  await using undo = new AsyncDisposableStack()
  const drain = database.dependencies.world.patientClock.stretched(database.delays.drain)
  const writer = undo.use(await openSession(database.administrator(oldWriter.id), drain))
  const opened = undo.use(await openSession(database.administrator(target.id), drain))
  const standing = undo.move()
  return { writer, target: opened, [Symbol.asyncDispose]: () => standing.disposeAsync() }
}

/** Reserves WAL on the target for its future followers, runs a checkpoint on the writer, waits until the target is near. */
async function prepare(
  database: RunningDatabase,
  change: RoleChange,
  { writer, target }: Sessions,
): Promise<void> {
  const future = promoteTarget(database.state).state
  for (const { id } of followersOf(future, change.target.id)) await reserveLog(target.client, id)
  await writer.client.query('CHECKPOINT')
  const limits: Limits = {
    clock: database.dependencies.world.patientClock,
    withinMs: database.delays.drain,
    signal: database.ended.signal,
  }
  let isWaitTold = false
  const look = async () => {
    const written = await readBytes(writer.client)
    const from = performance.now()
    const hasAll = async () => ((await readBytes(target.client)) >= written ? true : undefined)
    await until(`${change.target.id} to catch up`, hasAll, limits)
    const lagMs = Math.round(performance.now() - from)
    if (lagMs <= NEAR_MS) return true
    const waiting = EVENTS.waitingForTarget(`${lagMs} milliseconds`)
    if (!isWaitTold) database.announce(waiting, clusterSource(change.from))
    isWaitTold = true
    return undefined
  }
  await until(`${change.target.id} to be within ${NEAR_MS} ms of the writer`, look, limits)
}

/** Shuts the old writer down, sessions first; returns where its last record begins. */
async function shutDown(database: RunningDatabase, { oldWriter }: RoleChange): Promise<bigint> {
  const { server } = database.runtime(oldWriter.id)
  database.apply(oldWriter.id, 'restartRequested')
  void server.stop('fast')
  const look = () => readLastCheckpoint(server.files.data)
  return until(`${oldWriter.id} to write its last record`, look, {
    clock: database.dependencies.world.patientClock,
    withinMs: database.delays.drain,
    signal: database.ended.signal,
  })
}

/** Nothing was promoted: the old writer stays, or becomes the writer again. */
async function cancel(database: RunningDatabase, change: RoleChange): Promise<void> {
  database.accept(proceed(database.state, 'cancelling'), 'failover', change.to.id)
  if (database.ended.signal.aborted) return
  const { server } = database.runtime(change.oldWriter.id)
  if (database.state.instances.get(change.oldWriter.id)?.status === 'restarting') {
    await server.stop('immediate')
    await startAgain(database, change.oldWriter)
  }
  for (const cluster of [change.from, change.to]) tellCluster(database, cluster, 'settled')
  database.watchWriter()
  announceToBoth(database, change, EVENTS.switchoverCancelled(change.to))
  database.accept(endRoleChange(database.state, 'cancelled'), 'global cluster', change.from.id)
}
