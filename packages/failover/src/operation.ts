import type { RegionId } from '@meridian/topology'

/** What an operator can request. A failback is a switchover to the home region, with conditions of its own. */
export const OPERATION_KINDS = ['switchover', 'failover', 'failback'] as const

export type OperationKind = (typeof OPERATION_KINDS)[number]

export interface ClusterReference {
  readonly region: RegionId
  readonly arn: string
  readonly clusterId: string
}

/** One role change, fully decided before the first call, so that it can be resumed from its journal. */
export interface Operation {
  readonly id: string
  readonly kind: OperationKind
  readonly globalClusterId: string
  readonly from: ClusterReference
  readonly to: ClusterReference
  /** The region that receives every control plane call of this operation. */
  readonly controlRegion: RegionId
  readonly allowsDataLoss: boolean
  /** `promoted`: done when the target writes. `connected`: done when every member also follows it. */
  readonly until: 'promoted' | 'connected'
}

/**
 * Decides which calls an operation makes. A switchover calls the current writer's region; a failover calls only the
 * target's region, because the other one may be down.
 */
export function createOperation(
  kind: OperationKind,
  globalClusterId: string,
  from: ClusterReference,
  to: ClusterReference,
  id: string,
): Operation {
  const isForced = kind === 'failover'
  return {
    id,
    kind,
    globalClusterId,
    from,
    to,
    controlRegion: isForced ? to.region : from.region,
    allowsDataLoss: isForced,
    until: isForced ? 'promoted' : 'connected',
  }
}

/** The calls of an operation as AWS CLI commands. */
export function describeCalls(operation: Operation): readonly string[] {
  const { controlRegion, globalClusterId, to } = operation
  const target = `--global-cluster-identifier ${globalClusterId} --target-db-cluster-identifier ${to.arn}`
  const change = operation.allowsDataLoss
    ? `aws rds failover-global-cluster --region ${controlRegion} ${target} --allow-data-loss`
    : `aws rds switchover-global-cluster --region ${controlRegion} ${target}`
  return [
    change,
    `aws rds describe-global-clusters --region ${to.region} --global-cluster-identifier ${globalClusterId}`,
  ]
}
