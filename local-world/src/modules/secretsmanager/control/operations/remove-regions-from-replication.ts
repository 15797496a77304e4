import type {
  RemoveRegionsFromReplicationRequest,
  RemoveRegionsFromReplicationResponse,
} from '@aws-sdk/client-secrets-manager'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { SecretsManagerControl } from '../context.ts'
import { regionNamed, replicationStatus } from '../replicas.ts'

export const removeRegionsFromReplication =
  ({ store }: SecretsManagerControl) =>
  (
    input: RemoveRegionsFromReplicationRequest,
    { region }: WireContext,
  ): RemoveRegionsFromReplicationResponse => {
    const secret = store.writable(input.SecretId ?? '', region)
    const removed = (input.RemoveReplicaRegions ?? []).map(regionNamed)
    const unknown = removed.find((one) => !secret.plan.replicaRegions.includes(one))
    if (unknown !== undefined)
      throw new AwsError('InvalidParameterException', `The secret has no replica in ${unknown}.`)
    const left = secret.plan.replicaRegions.filter((one) => !removed.includes(one))
    const changed = store.replicateTo(input.SecretId ?? '', region, left)
    return { ARN: changed.plan.arn, ReplicationStatus: replicationStatus(changed, region) }
  }
