import type { World } from '../../../kernel/module.ts'
import { regionOfArn } from '../../../kernel/resource-region.ts'
import { createSecretsManagerControl } from '../control/service.ts'
import { SecretStore } from '../model/secret-store.ts'
import type { SecretsManagerPlan } from '../plan/plan.ts'
import type { RunningSecretsManager } from '../running.ts'
import { Rotations } from './rotation.ts'

/** Opens the store with the program's secrets; closing it ends rotations in progress. */
export function startSecretsManager(
  plan: SecretsManagerPlan,
  { clock, journal, progress }: Pick<World, 'clock' | 'journal' | 'progress'>,
): RunningSecretsManager {
  const store = new SecretStore(plan.secrets, clock.now())
  const rotations = new Rotations({ store, clock, journal })
  for (const secret of plan.secrets) {
    progress({ module: 'secretsmanager', subject: secret.name, state: 'ready' })
  }
  return {
    control: createSecretsManagerControl({ store, rotations, clock, journal }),
    addresses: () => [],
    secretString(arn) {
      const secret = store.find(arn, regionOfArn(arn))
      return store.version(secret).secretString
    },
    rotateBy: (invoke) => rotations.rotateBy(invoke),
    [Symbol.asyncDispose]: () => rotations[Symbol.asyncDispose](),
  }
}
