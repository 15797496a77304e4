import type { RemoveFromGlobalClusterMessage, RemoveFromGlobalClusterResult } from '@aws-sdk/client-rds'
import type { RdsControl } from '../context.ts'
import { toGlobalCluster } from '../shapes.ts'
import { asAwsError, globalIdOf, globalNamed, memberNamed } from '../target.ts'

/** Removes a member: a secondary becomes an independent writer; the primary can only be removed last. */
export function removeFromGlobalCluster({ states, requestRemoval }: RdsControl) {
  return (input: RemoveFromGlobalClusterMessage): RemoveFromGlobalClusterResult => {
    const { GlobalClusterIdentifier: id = '', DbClusterIdentifier: arn = '' } = input
    const state = globalNamed(states, id)
    const member = memberNamed(state, 'DbClusterIdentifier', arn)
    return { GlobalCluster: toGlobalCluster(asAwsError(() => requestRemoval(globalIdOf(state), member.id))) }
  }
}
