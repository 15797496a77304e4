import type { WireService } from '../../../wire/service.ts'
import type { Clock } from '../../../world/clock.ts'
import type { Journal } from '../../../world/journal.ts'
import type { SecretStore } from '../model/secret-store.ts'
import { describeSecret } from './operations/describe-secret.ts'
import { getSecretValue } from './operations/get-secret-value.ts'
import { listSecrets } from './operations/list-secrets.ts'
import { putSecretValue } from './operations/put-secret-value.ts'
import { updateSecretVersionStage } from './operations/update-secret-version-stage.ts'

/** What the operations of this surface work on. */
export interface SecretsManagerControl {
  readonly store: SecretStore
  readonly clock: Clock
  readonly journal: Journal
}

/**
 * Secrets Manager's JSON surface.
 *
 * Absent: creating, deleting and RotateSecret (the program creates them; there is no Lambda to rotate them: a rotation's steps are
 * PutSecretValue with AWSPENDING and UpdateSecretVersionStage).
 * Differs: replicas change at once; values are not encrypted; deletion has no recovery window.
 */
export function createSecretsManagerControl(control: SecretsManagerControl): WireService {
  return {
    scope: 'secretsmanager',
    protocol: 'json',
    namespace: '',
    schemas: () => import('@aws-sdk/client-secrets-manager') as Promise<Record<string, unknown>>,
    operations: {
      DescribeSecret: describeSecret(control),
      GetSecretValue: getSecretValue(control),
      ListSecrets: listSecrets(control),
      PutSecretValue: putSecretValue(control),
      UpdateSecretVersionStage: updateSecretVersionStage(control),
    },
  }
}
