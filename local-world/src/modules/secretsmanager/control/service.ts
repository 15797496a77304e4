import type { WireService } from '../../../kernel/wire-service.ts'
import type { SecretsManagerControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { cancelRotateSecret } from './operations/cancel-rotate-secret.ts'
import { describeSecret } from './operations/describe-secret.ts'
import { getRandomPassword } from './operations/get-random-password.ts'
import { getSecretValue } from './operations/get-secret-value.ts'
import { listSecrets } from './operations/list-secrets.ts'
import { putSecretValue } from './operations/put-secret-value.ts'
import { removeRegionsFromReplication } from './operations/remove-regions-from-replication.ts'
import { replicateSecretToRegions } from './operations/replicate-secret-to-regions.ts'
import { rotateSecret } from './operations/rotate-secret.ts'
import { stopReplicationToReplica } from './operations/stop-replication-to-replica.ts'
import { updateSecretVersionStage } from './operations/update-secret-version-stage.ts'
import { UNKNOWN } from './unknown.ts'

/**
 * Secrets Manager's JSON API.
 *
 * Absent: creating and deleting (the program does), binary values, policies, scheduled rotation.
 * Differs: replicas change at once; values are not encrypted; deletion has no recovery window.
 */
export function createSecretsManagerControl(control: SecretsManagerControl): WireService {
  return {
    scope: 'secretsmanager',
    protocol: 'json',
    namespace: '',
    schemas: () => import('@aws-sdk/client-secrets-manager') as Promise<Record<string, unknown>>,
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: {
      CancelRotateSecret: cancelRotateSecret(control),
      DescribeSecret: describeSecret(control),
      GetRandomPassword: getRandomPassword(),
      GetSecretValue: getSecretValue(control),
      ListSecrets: listSecrets(control),
      PutSecretValue: putSecretValue(control),
      RemoveRegionsFromReplication: removeRegionsFromReplication(control),
      ReplicateSecretToRegions: replicateSecretToRegions(control),
      RotateSecret: rotateSecret(control),
      StopReplicationToReplica: stopReplicationToReplica(control),
      UpdateSecretVersionStage: updateSecretVersionStage(control),
    },
  }
}
