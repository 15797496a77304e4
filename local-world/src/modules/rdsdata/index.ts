import type { RunningModule, WorldModule } from '../../kernel/module.ts'
import { rds } from '../rds/index.ts'
import { secretsmanager } from '../secretsmanager/index.ts'
import { startRdsData } from './engine/start.ts'

/** RDS's Data API: SQL over HTTP, for clients outside a database's network. */
export const rdsdata: WorldModule<undefined, RunningModule> = {
  name: 'rdsdata',
  resources: {},
  needs: ['rds', 'secretsmanager'],
  plan: () => undefined,
  start: async (_plan, world) =>
    startRdsData({ rds: world.running(rds), secretsmanager: world.running(secretsmanager) }),
}
