import type { RunningModule } from '../../../kernel/module.ts'
import type { RunningRds } from '../../rds/running.ts'
import type { RunningSecretsManager } from '../../secretsmanager/running.ts'
import { createRdsDataControl } from '../control/service.ts'

interface RdsDataDependencies {
  readonly rds: RunningRds
  readonly secretsmanager: RunningSecretsManager
}

/** Stateless: each statement has a session of its own. */
export function startRdsData({ rds, secretsmanager }: RdsDataDependencies): RunningModule {
  return {
    control: createRdsDataControl({
      serverOf: (clusterArn) => rds.httpServer(clusterArn),
      secretString: (arn) => secretsmanager.secretString(arn),
    }),
    addresses: () => [],
    async [Symbol.asyncDispose]() {},
  }
}
