import type { RunningModule, WorldModule } from '../../kernel/module.ts'
import { rds } from '../rds/index.ts'
import { secretsmanager } from '../secretsmanager/index.ts'
import { createRdsDataControl } from './control/service.ts'

/** RDS's Data API: SQL over HTTP, for who cannot reach a database's network. */
export const rdsdata: WorldModule<undefined, RunningModule> = {
  name: 'rdsdata',
  resources: {},
  needs: ['rds', 'secretsmanager'],
  plan: () => undefined,
  async start(_plan, world) {
    const databases = world.running(rds)
    const secrets = world.running(secretsmanager)
    return {
      control: createRdsDataControl({
        serverOf: (clusterArn) => databases.httpServer(clusterArn),
        secretString: (arn) => secrets.secretString(arn),
      }),
      addresses: () => [],
      async [Symbol.asyncDispose]() {},
    }
  },
}
