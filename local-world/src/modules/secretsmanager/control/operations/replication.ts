import type {
  RemoveRegionsFromReplicationRequest,
  RemoveRegionsFromReplicationResponse,
  ReplicateSecretToRegionsRequest,
  ReplicateSecretToRegionsResponse,
  StopReplicationToReplicaRequest,
  StopReplicationToReplicaResponse,
} from '@aws-sdk/client-secrets-manager'
import { isRegionId } from '@meridian/topology'
import { type WireContext, WireFault } from '../../../../wire/service.ts'
import { replicationStatus } from '../replication-status.ts'
import type { SecretsManagerControl } from '../service.ts'

/** Replicas are there at once. */
export const replicateSecretToRegions =
  ({ store }: SecretsManagerControl) =>
  (input: ReplicateSecretToRegionsRequest, { region }: WireContext): ReplicateSecretToRegionsResponse => {
    const secret = store.writable(input.SecretId ?? '', region)
    const added = (input.AddReplicaRegions ?? []).map(({ Region }) => regionNamed(Region))
    const twice = added.find((one) => one === region || secret.plan.replicaRegions.includes(one))
    if (twice !== undefined)
      throw new WireFault('InvalidParameterException', `The secret is in ${twice} already.`)
    const changed = store.replicateTo(input.SecretId ?? '', region, [...secret.plan.replicaRegions, ...added])
    return { ARN: changed.plan.arn, ReplicationStatus: replicationStatus(changed, region) }
  }

export const removeRegionsFromReplication =
  ({ store }: SecretsManagerControl) =>
  (
    input: RemoveRegionsFromReplicationRequest,
    { region }: WireContext,
  ): RemoveRegionsFromReplicationResponse => {
    const secret = store.writable(input.SecretId ?? '', region)
    const removed = (input.RemoveReplicaRegions ?? []).map(regionNamed)
    const left = secret.plan.replicaRegions.filter((one) => !removed.includes(one))
    const changed = store.replicateTo(input.SecretId ?? '', region, left)
    return { ARN: changed.plan.arn, ReplicationStatus: replicationStatus(changed, region) }
  }

/** For the loss of the primary's region: called where the replica is, which can be written from then on. */
export const stopReplicationToReplica =
  ({ store }: SecretsManagerControl) =>
  (input: StopReplicationToReplicaRequest, { region }: WireContext): StopReplicationToReplicaResponse => ({
    ARN: store.standAlone(input.SecretId ?? '', region).plan.arn,
  })

function regionNamed(name: string | undefined) {
  if (name !== undefined && isRegionId(name)) return name
  throw new WireFault('InvalidParameterException', `Invalid replica Region: ${name}`)
}
