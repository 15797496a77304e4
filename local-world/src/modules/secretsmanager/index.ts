import type { WorldModule } from '../../kernel/module.ts'
import { startSecretsManager } from './engine/start.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { planSecrets, type SecretsManagerPlan } from './plan/plan.ts'
import { secretsManagerInvokes, secretsManagerResources } from './resources.ts'
import type { RunningSecretsManager } from './running.ts'

/** AWS Secrets Manager: the store behind the tasks' environments and the control endpoint. */
export const secretsmanager: WorldModule<SecretsManagerPlan, RunningSecretsManager> = {
  name: 'secretsmanager',
  resources: secretsManagerResources,
  honoured: HONOURED_PROPERTIES,
  invokes: secretsManagerInvokes,
  needs: [],
  plan: planSecrets,
  start: async (plan, world) => startSecretsManager(plan, world),
}
