import { type RunningFailures, startFailures } from '../../src/failures/index.ts'
import { createRealClock } from '../../src/kernel/clock.ts'
import { rds as module } from '../../src/modules/rds/index.ts'
import { createControlOutages } from '../../src/wire/outages.ts'
import { OPEN } from '../support/test-trust.ts'
import type { DatabaseWorld } from './database-world.ts'

/** Starts the failure endpoint for databases and their links on a free port. */
export function startDatabaseFailures(
  world: Pick<DatabaseWorld, 'journal' | 'machine' | 'rds' | 'wan'>,
): Promise<RunningFailures> {
  const { journal, machine, rds, wan } = world
  return startFailures(
    {
      journal,
      machine,
      wan,
      clock: createRealClock(),
      outages: createControlOutages([]),
      modules: [{ module, running: rds }],
    },
    OPEN,
    0,
  )
}
