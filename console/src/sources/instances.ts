import type { RegionId } from '@meridian/topology'
import type { RegionDatabaseView } from '../../shared/views.ts'
import type { Source } from '../watch/source.ts'

/** A region's cluster and its instances. */
export const instancesSource = (region: RegionId): Source<RegionDatabaseView> => ({
  key: `instances:${region}`,
  everyMs: 6_000,
  async read({ aws, description }) {
    const { DescribeDBClustersCommand, DescribeDBInstancesCommand } = await import('@aws-sdk/client-rds')
    const { clusterId } = description.stackOutputs.database.regions[region]
    const client = await aws.rds(region)
    const filter = { Name: 'db-cluster-id', Values: [clusterId] }
    const [clusters, instances] = await Promise.all([
      client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: clusterId })),
      client.send(new DescribeDBInstancesCommand({ Filters: [filter] })),
    ])
    const [cluster] = clusters.DBClusters ?? []
    const writers = (cluster?.DBClusterMembers ?? [])
      .filter(({ IsClusterWriter }) => IsClusterWriter)
      .map(({ DBInstanceIdentifier }) => DBInstanceIdentifier)
    return {
      clusterId,
      status: cluster?.Status ?? 'not found',
      instances: (instances.DBInstances ?? []).map((instance) => ({
        id: instance.DBInstanceIdentifier ?? '',
        class: instance.DBInstanceClass ?? '',
        status: instance.DBInstanceStatus ?? 'unknown',
        zone: instance.AvailabilityZone ?? '',
        isWriter: writers.includes(instance.DBInstanceIdentifier),
      })),
    }
  },
})
