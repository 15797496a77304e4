import { DescribeServicesCommand } from '@aws-sdk/client-ecs'
import {
  type DBCluster,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  type GlobalCluster,
} from '@aws-sdk/client-rds'
import { type AwsClients, createAwsClients } from '@meridian/operator-tools'
import type { ResourceNode, Urn } from '@meridian/resource-graph'
import { FIRST_PRIMARY, type RegionId } from '@meridian/topology'

/** Properties of a resource as the provider would read them now; undefined if it no longer exists on AWS. */
export type Actual = Readonly<Record<string, unknown>> | undefined

/** How to reach the world's AWS API. */
export interface ControlPlane {
  readonly endpoint: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

type Reader = (node: ResourceNode, clients: AwsClients) => Promise<Actual>

/** Reads back the resources that can be changed outside the program; others are not included. */
export async function readActual(
  nodes: readonly ResourceNode[],
  controlPlane: ControlPlane,
): Promise<ReadonlyMap<Urn, Actual>> {
  using clients = createAwsClients(controlPlane)
  const actual = new Map<Urn, Actual>()
  await Promise.all(
    nodes.map(async (node) => {
      const read = READERS[node.type]
      if (read) actual.set(node.urn, await read(node, clients))
    }),
  )
  return actual
}

const READERS: Readonly<Record<string, Reader>> = {
  'aws:rds/globalCluster:GlobalCluster': async (node, clients) => {
    const found = (await globalClusters(regionOf(node), clients)).find(
      (global) => global.GlobalClusterIdentifier === node.id,
    )
    return (
      found && {
        databaseName: found.DatabaseName,
        deletionProtection: found.DeletionProtection,
        engine: found.Engine,
        engineVersion: found.EngineVersion,
        globalClusterIdentifier: found.GlobalClusterIdentifier,
        storageEncrypted: found.StorageEncrypted,
      }
    )
  },
  'aws:rds/cluster:Cluster': async (node, clients) => {
    const region = regionOf(node)
    const { DBClusters } = await (await clients.rds(region)).send(new DescribeDBClustersCommand())
    const found = DBClusters?.find((cluster) => cluster.DBClusterIdentifier === node.id)
    return found && clusterProperties(found, await globalClusters(region, clients))
  },
  'aws:rds/clusterInstance:ClusterInstance': async (node, clients) => {
    const { DBInstances } = await (await clients.rds(regionOf(node))).send(new DescribeDBInstancesCommand())
    const found = DBInstances?.find((instance) => instance.DBInstanceIdentifier === node.id)
    return (
      found && {
        availabilityZone: found.AvailabilityZone,
        clusterIdentifier: found.DBClusterIdentifier,
        engine: found.Engine,
        engineVersion: found.EngineVersion,
        identifier: found.DBInstanceIdentifier,
        instanceClass: found.DBInstanceClass,
        promotionTier: found.PromotionTier,
        publiclyAccessible: found.PubliclyAccessible,
      }
    )
  },
  'aws:ecs/service:Service': async (node, clients) => {
    const { services } = await (await clients.ecs(regionOf(node))).send(
      new DescribeServicesCommand({
        cluster: String(node.inputs.cluster),
        services: [String(node.inputs.name)],
      }),
    )
    const found = services?.find((service) => service.status !== 'INACTIVE')
    return (
      found && {
        cluster: found.clusterArn,
        desiredCount: found.desiredCount,
        name: found.serviceName,
        taskDefinition: found.taskDefinition,
      }
    )
  },
}

function clusterProperties(cluster: DBCluster, globals: readonly GlobalCluster[]): Actual {
  const global = globals.find((candidate) =>
    candidate.GlobalClusterMembers?.some((member) => member.DBClusterArn === cluster.DBClusterArn),
  )
  const { ServerlessV2ScalingConfiguration: capacity } = cluster
  return {
    availabilityZones: cluster.AvailabilityZones,
    backupRetentionPeriod: cluster.BackupRetentionPeriod,
    clusterIdentifier: cluster.DBClusterIdentifier,
    databaseName: cluster.DatabaseName,
    dbClusterParameterGroupName: cluster.DBClusterParameterGroup,
    dbSubnetGroupName: cluster.DBSubnetGroup,
    deletionProtection: cluster.DeletionProtection,
    engine: cluster.Engine,
    engineMode: cluster.EngineMode,
    engineVersion: cluster.EngineVersion,
    globalClusterIdentifier: global?.GlobalClusterIdentifier,
    kmsKeyId: cluster.KmsKeyId,
    masterUsername: cluster.MasterUsername,
    port: cluster.Port,
    replicationSourceIdentifier: cluster.ReplicationSourceIdentifier,
    serverlessv2ScalingConfiguration: capacity && {
      minCapacity: capacity.MinCapacity,
      maxCapacity: capacity.MaxCapacity,
    },
    storageEncrypted: cluster.StorageEncrypted,
    vpcSecurityGroupIds: cluster.VpcSecurityGroups?.map((group) => group.VpcSecurityGroupId),
  }
}

async function globalClusters(region: RegionId, clients: AwsClients): Promise<readonly GlobalCluster[]> {
  const { GlobalClusters } = await (await clients.rds(region)).send(new DescribeGlobalClustersCommand())
  return GlobalClusters ?? []
}

function regionOf(node: ResourceNode): RegionId {
  return node.region ?? FIRST_PRIMARY
}
