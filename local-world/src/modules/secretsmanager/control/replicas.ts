import { isRegionId, type RegionId } from '@meridian/topology'
import { AwsError } from '../../../kernel/wire-service.ts'
import type { StoredSecret } from '../model/secret-store.ts'

/** The key AWS reports for a secret that names none. */
const AWS_KEY = 'alias/aws/secretsmanager'

/** Only the primary lists its replicas. */
export function replicationStatus({ plan }: StoredSecret, region: RegionId) {
  if (plan.region !== region) return []
  return plan.replicaRegions.map((replica) => ({
    Region: replica,
    KmsKeyId: plan.replicaKeys[replica] ?? AWS_KEY,
    Status: 'InSync' as const,
  }))
}

export function regionNamed(name: string | undefined): RegionId {
  if (name !== undefined && isRegionId(name)) return name
  throw new AwsError('InvalidParameterException', `Invalid replica Region: ${name}`)
}
