import { LOCAL_ACCOUNT_ID } from '../../../graph/resource-body.ts'
import { arns } from '../naming.ts'
import type { ClusterPlan } from '../plan/types.ts'

/** What a cluster held when it was promoted over. */
export interface ClusterSnapshot {
  readonly id: string
  readonly arn: string
  readonly cluster: ClusterPlan
  readonly createdAtMs: number
}

/** Named as RDS names it: `rds:unplanned-global-failover-<cluster>-<timestamp>`. The timestamp's form is a guess. */
export function createSnapshot(cluster: ClusterPlan, createdAtMs: number): ClusterSnapshot {
  const timestamp = new Date(createdAtMs).toISOString().slice(0, 23).replaceAll(/[T:.]/g, '-')
  const id = `rds:unplanned-global-failover-${cluster.id}-${timestamp}`
  const arn = arns.regional(LOCAL_ACCOUNT_ID, cluster.region, 'cluster-snapshot', id)
  return { id, arn, cluster, createdAtMs }
}
