import type { RegionId } from '@meridian/topology'
import { LOCAL_ACCOUNT_ID } from '../../../kernel/resource-provider.ts'
import type { ClusterPlan, DatabasePlan } from '../plan/types.ts'
import type { ClusterState } from './database-state.ts'
import { arns } from './naming.ts'

/** A cluster's data at one moment. */
export interface ClusterSnapshot {
  readonly id: string
  readonly arn: string
  /** The region that stores it: the cluster's, or the copy's. */
  readonly region: RegionId
  readonly type: 'automated' | 'manual'
  readonly status: 'creating' | 'copying' | 'available'
  readonly cluster: ClusterPlan
  readonly clusterCreatedAtMs: number
  /** What a cluster restored from it takes over from its source. */
  readonly origin: SnapshotOrigin
  /** The snapshot that it was copied from. */
  readonly sourceArn: string | undefined
  readonly createdAtMs: number
}

export type SnapshotOrigin = Pick<DatabasePlan, 'master' | 'databaseName'>

/** The parts of a cluster that a snapshot records. */
type SnapshotSource = Pick<ClusterState, 'plan' | 'createdAtMs'>

const arnOf = ({ id, region }: Pick<ClusterSnapshot, 'id' | 'region'>): string =>
  arns.regional(LOCAL_ACCOUNT_ID, region, 'cluster-snapshot', id)

/**
 * What a cluster held when another was promoted over it. Named as RDS does:
 * `rds:unplanned-global-failover-<cluster>-<timestamp>`. The timestamp's form is a guess.
 */
export function failoverSnapshot(
  cluster: SnapshotSource,
  origin: SnapshotOrigin,
  createdAtMs: number,
): ClusterSnapshot {
  const timestamp = new Date(createdAtMs).toISOString().slice(0, 23).replaceAll(/[T:.]/g, '-')
  const id = `rds:unplanned-global-failover-${cluster.plan.id}-${timestamp}`
  return snapshotOf(cluster, origin, { id, createdAtMs, type: 'automated' })
}

/** A copy with a name of the operator's choice; it stays when the automated snapshot expires. */
export function copyOfSnapshot(
  source: ClusterSnapshot,
  { id, region, createdAtMs }: Pick<ClusterSnapshot, 'id' | 'region' | 'createdAtMs'>,
): ClusterSnapshot {
  return {
    ...source,
    id,
    arn: arnOf({ id, region }),
    region,
    createdAtMs,
    type: 'manual',
    status: 'copying',
    sourceArn: source.arn,
  }
}

/** The final snapshot of a deleted cluster. */
export function finalSnapshot(
  cluster: SnapshotSource,
  origin: SnapshotOrigin,
  identity: Pick<ClusterSnapshot, 'id' | 'createdAtMs'>,
): ClusterSnapshot {
  return snapshotOf(cluster, origin, { ...identity, type: 'manual' })
}

function snapshotOf(
  { plan: cluster, createdAtMs: clusterCreatedAtMs }: SnapshotSource,
  origin: SnapshotOrigin,
  identity: Pick<ClusterSnapshot, 'id' | 'createdAtMs' | 'type'>,
): ClusterSnapshot {
  const { region } = cluster
  return {
    ...identity,
    arn: arnOf({ id: identity.id, region }),
    region,
    status: 'available',
    cluster,
    clusterCreatedAtMs,
    origin,
    sourceArn: undefined,
  }
}
