import { setTimeout as wait } from 'node:timers/promises'
import { EVENTS } from '../../model/events.ts'
import type { RunningDatabase } from '../running-database.ts'
import { instanceSource, type RoleChange } from './role-change.ts'

const LOOK_MS = 10

export type FenceOutcome = 'succeeded' | 'timed out'

/**
 * Tries to keep the old writer from writing on. Best effort, as in AWS: a region that is lost, behind a cut link, or whose
 * server stands still cannot be told, and may accept writes from its own clients for as long as that lasts.
 */
export async function fence(database: RunningDatabase, change: RoleChange): Promise<FenceOutcome> {
  const { oldWriter, target, from } = change
  const { reachability } = database.dependencies
  const outcome = await attempt(database, change)
  const isHeard = reachability.canReach(target.region, oldWriter.region)
  const text = outcome === 'succeeded' ? EVENTS.writesBlocked(from) : EVENTS.writesNotBlocked(from)
  database.announce(text, instanceSource(isHeard ? oldWriter : target))
  return outcome
}

async function attempt(database: RunningDatabase, { oldWriter, target }: RoleChange): Promise<FenceOutcome> {
  const { reachability, fencing } = database.dependencies
  const { server } = database.runtime(oldWriter.id)
  const deadline = performance.now() + database.delays.fencing
  do {
    const canBeTold =
      !fencing.isBroken && !server.isFrozen && reachability.canReach(target.region, oldWriter.region)
    if (canBeTold) {
      // From here on RDS does not start it again by itself: it waits to be rebuilt.
      database.apply(oldWriter.id, 'rebuildRequested')
      await server.stop('immediate')
      return 'succeeded'
    }
    await wait(LOOK_MS)
    database.ended.signal.throwIfAborted()
  } while (performance.now() < deadline)
  return 'timed out'
}
