import type { DBClusterMessage, DescribeDBClustersMessage } from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { awsErrors } from '../aws-errors.ts'
import type { ShowCluster, States } from '../context.ts'
import { filtered, page } from '../listing.ts'
import { isNamed } from '../lookups.ts'
import type { MemberCluster } from '../shapes.ts'

/** The clusters in the request's region. */
export function describeDbClusters(states: States, show: ShowCluster) {
  return (input: DescribeDBClustersMessage, { region }: WireContext): DBClusterMessage => {
    const id = input.DBClusterIdentifier
    const members = states()
      .flatMap((state) => [...state.clusters.values()].map((cluster): MemberCluster => ({ state, cluster })))
      .filter(({ cluster }) => cluster.plan.region === region)
    const named = members.filter(({ cluster: { plan } }) => id === undefined || isNamed(plan, id))
    if (id !== undefined && named.length === 0) throw awsErrors.clusterNotFound(id)
    const kept = filtered(named, input.Filters, {
      'db-cluster-id': ({ cluster }) => [cluster.plan.id, cluster.plan.arn],
      'db-cluster-resource-id': ({ cluster }) => [cluster.plan.resourceId],
      engine: () => ['aurora-postgresql'],
    })
    const { items, Marker } = page(kept, input)
    return { DBClusters: items.map(show), Marker }
  }
}
