import { parseRegionId } from '@meridian/topology'
import type { WorldModule } from '../../kernel/module.ts'
import { createSecretsManagerControl } from './control/service.ts'
import { Rotations } from './engine/rotation.ts'
import { SecretStore } from './model/secret-store.ts'
import { planSecrets, regionOf, type SecretsManagerPlan } from './plan/plan.ts'
import { secretsManagerInvokes, secretsManagerResources } from './resources.ts'
import type { RunningSecretsManager } from './running.ts'

/** AWS Secrets Manager: a store that the tasks' environments and the control endpoint read. */
export const secretsmanager: WorldModule<SecretsManagerPlan, RunningSecretsManager> = {
  name: 'secretsmanager',
  resources: secretsManagerResources,
  invokes: secretsManagerInvokes,
  needs: [],
  plan: planSecrets,
  async start(plan, { clock, journal, progress }) {
    const store = new SecretStore(plan.secrets, clock.now())
    const rotations = new Rotations({ store, clock, journal })
    for (const secret of plan.secrets) {
      progress({ module: 'secretsmanager', subject: secret.name, state: 'ready' })
    }
    return {
      control: createSecretsManagerControl({ store, rotations, clock, journal }),
      addresses: () => [],
      secretString(arn) {
        const secret = store.find(arn, parseRegionId(regionOf(arn)))
        return store.version(secret).secretString
      },
      rotateBy: (invoke) => rotations.rotateBy(invoke),
      [Symbol.asyncDispose]: () => rotations[Symbol.asyncDispose](),
    }
  },
}
