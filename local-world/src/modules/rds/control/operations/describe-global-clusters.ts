import type { DescribeGlobalClustersMessage, GlobalClustersMessage } from '@aws-sdk/client-rds'
import { type DatabaseState, membersOf } from '../../model/database-state.ts'
import { awsErrors } from '../aws-errors.ts'
import type { States } from '../context.ts'
import { filtered, page } from '../listing.ts'
import { isNamed } from '../lookups.ts'
import { toGlobalCluster } from '../shapes.ts'

/** Answers the same in every region: a global cluster belongs to none. [the SDK's model; regions from memory] */
export function describeGlobalClusters(states: States) {
  return (input: DescribeGlobalClustersMessage): GlobalClustersMessage => {
    const id = input.GlobalClusterIdentifier
    const globals = states().filter(
      ({ plan }) => plan.global && (id === undefined || isNamed(plan.global, id)),
    )
    if (id !== undefined && globals.length === 0) throw awsErrors.globalClusterNotFound(id)
    const kept = filtered(globals, input.Filters, {
      region: (state) => clustersOf(state).map((cluster) => cluster.plan.region),
      'db-cluster-id': (state) => clustersOf(state).flatMap(({ plan }) => [plan.id, plan.arn]),
    })
    const { items, Marker } = page(kept, input)
    return { GlobalClusters: items.flatMap((state) => toGlobalCluster(state) ?? []), Marker }
  }
}

const clustersOf = (state: DatabaseState) => membersOf(state)
