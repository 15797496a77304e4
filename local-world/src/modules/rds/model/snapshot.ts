import type { RegionId } from '@meridian/topology'
import { LOCAL_ACCOUNT_ID } from '../../../kernel/resource-provider.ts'
import type { ClusterPlan, DatabasePlan } from '../plan/types.ts'
import { arns } from './naming.ts'

/** A cluster's data at one moment. */
export interface ClusterSnapshot {
  readonly id: string
  readonly arn: string
  /** Where it is kept: the cluster's region, or the region of the copy. */
  readonly region: RegionId
  readonly type: 'automated' | 'manual'
  readonly status: 'creating' | 'copying' | 'available'
  readonly cluster: ClusterPlan
  /** What a cluster that is restored from it shares with its source. */
  readonly origin: SnapshotOrigin
  /** Of the snapshot that it is a copy of. */
  readonly sourceArn: string | undefined
  readonly createdAtMs: number
}

export type SnapshotOrigin = Pick<DatabasePlan, 'master' | 'databaseName'>

type SnapshotIdentity = Pick<ClusterSnapshot, 'id' | 'region' | 'cluster' | 'createdAtMs'>

const arnOf = ({ id, region }: SnapshotIdentity): string =>
  arns.regional(LOCAL_ACCOUNT_ID, region, 'cluster-snapshot', id)

/**
 * What a cluster held when it was promoted over. Named as RDS names it:
 * `rds:unplanned-global-failover-<cluster>-<timestamp>`. The timestamp's form is a guess.
 */
export function failoverSnapshot(
  cluster: ClusterPlan,
  origin: SnapshotOrigin,
  createdAtMs: number,
): ClusterSnapshot {
  const timestamp = new Date(createdAtMs).toISOString().slice(0, 23).replaceAll(/[T:.]/g, '-')
  const id = `rds:unplanned-global-failover-${cluster.id}-${timestamp}`
  const identity = { id, region: cluster.region, cluster, createdAtMs }
  return {
    ...identity,
    arn: arnOf(identity),
    type: 'automated',
    status: 'available',
    origin,
    sourceArn: undefined,
  }
}

/** A copy under a name of the operator's, which stays when the system's own snapshot expires. */
export function copyOfSnapshot(
  source: ClusterSnapshot,
  { id, region, createdAtMs }: Pick<ClusterSnapshot, 'id' | 'region' | 'createdAtMs'>,
): ClusterSnapshot {
  const identity = { id, region, cluster: source.cluster, createdAtMs }
  return {
    ...identity,
    arn: arnOf(identity),
    type: 'manual',
    status: 'copying',
    origin: source.origin,
    sourceArn: source.arn,
  }
}

/** The last of a cluster that is deleted. */
export function finalSnapshot(
  cluster: ClusterPlan,
  origin: SnapshotOrigin,
  { id, createdAtMs }: Pick<ClusterSnapshot, 'id' | 'createdAtMs'>,
): ClusterSnapshot {
  const identity = { id, region: cluster.region, cluster, createdAtMs }
  return {
    ...identity,
    arn: arnOf(identity),
    type: 'manual',
    status: 'available',
    origin,
    sourceArn: undefined,
  }
}
