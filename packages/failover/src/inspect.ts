import {
  type AwsClients,
  checkRegionServices,
  failed,
  replicationLagMs,
  ringingAlarms,
  type TargetDescription,
} from '@meridian/operator-tools'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import type { GlobalDatabase } from './global-database.ts'
import type { OperationKind } from './operation.ts'
import type { ClusterView, PreflightView } from './preflight.ts'

/** Collects what the checks need. A failover asks only the target's region; a failed request does not stop it. */
export async function inspect(
  target: TargetDescription,
  aws: AwsClients,
  kind: OperationKind,
  to: RegionId,
  database: GlobalDatabase,
): Promise<PreflightView> {
  const asked = kind === 'failover' ? [to] : REGION_IDS
  const [clusters, services, lagMs, alarms] = await Promise.all([
    Promise.all(asked.map((region) => describeCluster(target, aws, region))),
    checkRegionServices(target, aws, to).catch((error: Error) => [
      failed(`services of ${to} can be described`, `${error.name}: ${error.message}`),
    ]),
    replicationLagMs(target, aws, to),
    ringingAlarms(aws, to),
  ])
  const { clusterArn } = target.stackOutputs.database.regions[to]
  return { database, targetArn: clusterArn, clusters, services, lagMs, ringingAlarms: alarms }
}

async function describeCluster(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
): Promise<ClusterView> {
  const { DescribeDBClustersCommand, DescribeDBInstancesCommand } = await import('@aws-sdk/client-rds')
  const { clusterId, clusterArn } = target.stackOutputs.database.regions[region]
  try {
    const client = await aws.rds(region)
    const [clusters, instances] = await Promise.all([
      client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: clusterId })),
      client.send(
        new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: [clusterId] }] }),
      ),
    ])
    const cluster = clusters.DBClusters?.[0]
    const scaling = cluster?.ServerlessV2ScalingConfiguration
    const classes = (instances.DBInstances ?? []).map((instance) => instance.DBInstanceClass).sort()
    return {
      arn: clusterArn,
      status: cluster?.Status ?? 'not found',
      engineVersion: cluster?.EngineVersion ?? 'unknown',
      capacity: scaling ? `${scaling.MinCapacity} to ${scaling.MaxCapacity} ACU` : classes.join(' + '),
      instances: (instances.DBInstances ?? []).map((instance) => ({
        id: instance.DBInstanceIdentifier ?? '',
        status: instance.DBInstanceStatus ?? 'unknown',
      })),
    }
  } catch (error) {
    const { name, message } = error as Error
    const unknown = { engineVersion: 'unknown', capacity: 'unknown', instances: [] }
    return { arn: clusterArn, status: `not described (${name}: ${message})`, ...unknown }
  }
}
