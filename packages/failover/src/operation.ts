import type { RegionId } from '@meridian/topology'

/** What an operator asks for. A failback is a switchover home; it is named apart because its conditions read differently. */
export const OPERATION_KINDS = ['switchover', 'failover', 'failback'] as const

export type OperationKind = (typeof OPERATION_KINDS)[number]

export interface ClusterReference {
  readonly region: RegionId
  readonly arn: string
  readonly clusterId: string
}

/** One role change, decided completely before anything is called: a journal can carry it out without asking again. */
export interface Operation {
  readonly id: string
  readonly kind: OperationKind
  readonly globalClusterId: string
  readonly from: ClusterReference
  readonly to: ClusterReference
  /** Where every control call of this operation goes. */
  readonly controlRegion: RegionId
  readonly allowsDataLoss: boolean
  /** `promoted`: done when the target writes. `connected`: when every member follows it as well. */
  readonly until: 'promoted' | 'connected'
}

/**
 * Decides which calls an operation makes. A switchover is asked of the region that writes; a failover only of the
 * region that is to write, because the other one may have nobody left to ask.
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

/** The calls of an operation as a person would type them. */
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
