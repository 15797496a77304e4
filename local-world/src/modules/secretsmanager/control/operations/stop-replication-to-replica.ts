import type {
  StopReplicationToReplicaRequest,
  StopReplicationToReplicaResponse,
} from '@aws-sdk/client-secrets-manager'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { SecretsManagerControl } from '../context.ts'

/** For the loss of the primary's region: called in the replica's region, makes the replica writable. */
export const stopReplicationToReplica =
  ({ store }: SecretsManagerControl) =>
  (input: StopReplicationToReplicaRequest, { region }: WireContext): StopReplicationToReplicaResponse => ({
    ARN: store.standAlone(input.SecretId ?? '', region).plan.arn,
  })
