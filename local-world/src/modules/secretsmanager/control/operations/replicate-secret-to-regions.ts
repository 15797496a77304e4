import type {
  ReplicateSecretToRegionsRequest,
  ReplicateSecretToRegionsResponse,
} from '@aws-sdk/client-secrets-manager'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { SecretsManagerControl } from '../context.ts'
import { regionNamed, replicationStatus } from '../replicas.ts'

/** Replicas exist at once. */
export const replicateSecretToRegions =
  ({ store }: SecretsManagerControl) =>
  (input: ReplicateSecretToRegionsRequest, { region }: WireContext): ReplicateSecretToRegionsResponse => {
    const secret = store.writable(input.SecretId ?? '', region)
    const added = (input.AddReplicaRegions ?? []).map(({ Region }) => regionNamed(Region))
    const present = [region, ...secret.plan.replicaRegions]
    const twice = added.find((one, at) => present.includes(one) || added.indexOf(one) < at)
    if (twice !== undefined)
      throw new AwsError('InvalidParameterException', `The secret is in ${twice} already.`)
    const changed = store.replicateTo(input.SecretId ?? '', region, [...secret.plan.replicaRegions, ...added])
    return { ARN: changed.plan.arn, ReplicationStatus: replicationStatus(changed, region) }
  }
