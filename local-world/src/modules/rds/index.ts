import type { WorldModule } from '../../kernel/module.ts'
import { network } from '../network/index.ts'
import { openTemplate, startRds } from './engine/start.ts'
import { describeDatabases, loseDatabases, RDS_FAILURES } from './failures.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { planRds } from './plan/plan.ts'
import type { RdsPlan } from './plan/types.ts'
import { resources } from './resources.ts'
import type { RunningRds } from './running.ts'

/** Aurora PostgreSQL: a real PostgreSQL server for every instance, real streaming replication between them. */
export const rds: WorldModule<RdsPlan, RunningRds> = {
  name: 'rds',
  resources,
  honoured: HONOURED_PROPERTIES,
  needs: ['network'],
  prepare: async ({ cacheFolder }) => void (await openTemplate(cacheFolder)),
  plan: planRds,
  start: (plan, world) => startRds(plan, world, world.running(network)),
  failures: RDS_FAILURES,
  loseRegion: loseDatabases,
  describe: describeDatabases,
}
