import { setTimeout as wait } from 'node:timers/promises'
import { EVENTS } from '../../model/events.ts'
import type { RunningDatabase } from '../running-database.ts'
import { instanceSource, type RoleChange } from './role-change.ts'

const LOOK_MS = 10

export type FenceOutcome = 'succeeded' | 'timed out'

/**
 * Tries to stop the old writer from accepting writes. Best effort, as on AWS: if its region is lost or behind a cut link, or
 * its server is frozen, it cannot be reached, and may accept writes from its own clients until that is over.
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
      // From here on RDS does not restart it: it waits to be rebuilt.
      database.apply(oldWriter.id, 'rebuildRequested')
      await server.stop('immediate')
      return 'succeeded'
    }
    await wait(LOOK_MS)
    database.ended.signal.throwIfAborted()
  } while (performance.now() < deadline)
  return 'timed out'
}
