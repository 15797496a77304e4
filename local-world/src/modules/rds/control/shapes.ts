import type { DBCluster, DBInstance, GlobalCluster } from '@aws-sdk/client-rds'
import { type ClusterState, type DatabaseState, type InstanceState, roleOf } from '../model/database-state.ts'
import type { InstanceStatus } from '../model/instance-status.ts'

const ENGINE = 'aurora-postgresql'

/** A server that comes back after it died is shown as rebooting. [guess: no document names the status] */
const SHOWN_STATUS: Readonly<Record<InstanceStatus, string>> = {
  creating: 'creating',
  available: 'available',
  recovering: 'rebooting',
  stopping: 'stopping',
  stopped: 'stopped',
  starting: 'starting',
  restarting: 'rebooting',
  rebuilding: 'modifying',
  deleting: 'deleting',
}

export interface MemberCluster {
  readonly state: DatabaseState
  readonly cluster: ClusterState
}

export interface MemberInstance {
  readonly state: DatabaseState
  readonly instance: InstanceState
}

export function toGlobalCluster(state: DatabaseState): GlobalCluster | undefined {
  const { global } = state.plan
  if (!global) return undefined
  const clusters = [...state.clusters.values()]
  const isAvailable = clusters.every((cluster) => cluster.status === 'available')
  return {
    GlobalClusterIdentifier: global.id,
    GlobalClusterArn: global.arn,
    GlobalClusterResourceId: global.resourceId,
    Status: isAvailable ? 'available' : 'creating',
    Engine: ENGINE,
    EngineVersion: global.engineVersion,
    EngineLifecycleSupport: 'open-source-rds-extended-support',
    DatabaseName: global.databaseName,
    StorageEncrypted: global.storageEncrypted,
    DeletionProtection: global.deletionProtection,
    Endpoint: global.endpoint,
    GlobalClusterMembers: clusters.map((cluster) => toMember(state, cluster)),
    TagList: [],
  }
}

function toMember(state: DatabaseState, cluster: ClusterState) {
  const isWriter = cluster.plan.id === state.writerClusterId
  const others = [...state.clusters.values()].filter((other) => other !== cluster)
  return {
    DBClusterArn: cluster.plan.arn,
    // On the writer's row the secondary clusters; on the others nothing.
    Readers: isWriter ? others.map((other) => other.plan.arn) : [],
    IsWriter: isWriter,
    GlobalWriteForwardingStatus: 'disabled' as const,
    SynchronizationStatus: isWriter ? ('connected' as const) : cluster.synchronization,
  }
}

export function toCluster({ state, cluster }: MemberCluster): DBCluster {
  const { plan } = cluster
  const { master, databaseName, global } = state.plan
  return {
    DBClusterIdentifier: plan.id,
    DBClusterArn: plan.arn,
    DbClusterResourceId: plan.resourceId,
    Status: cluster.status,
    Engine: ENGINE,
    EngineVersion: plan.engineVersion,
    EngineMode: 'provisioned',
    EngineLifecycleSupport: 'open-source-rds-extended-support',
    DatabaseName: databaseName,
    MasterUsername: master.username,
    Endpoint: plan.endpoint,
    ReaderEndpoint: plan.readerEndpoint,
    HostedZoneId: plan.hostedZoneId,
    Port: plan.port,
    MultiAZ: new Set(plan.instances.map((instance) => instance.zone)).size > 1,
    AvailabilityZones: [...new Set(plan.subnetGroup.subnets.map((subnet) => subnet.zone))],
    DBSubnetGroup: plan.subnetGroup.name,
    DBClusterParameterGroup: plan.parameterGroupName,
    VpcSecurityGroups: plan.securityGroupIds.map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })),
    StorageEncrypted: plan.storageEncrypted,
    KmsKeyId: plan.kmsKeyId,
    DeletionProtection: plan.deletionProtection,
    BackupRetentionPeriod: plan.backupRetentionDays,
    ClusterCreateTime: new Date(cluster.createdAtMs),
    DBClusterMembers: plan.instances.map((instance) => ({
      DBInstanceIdentifier: instance.id,
      IsClusterWriter: roleOf(state, instance.id) === 'writer',
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: instance.promotionTier,
    })),
    ...(plan.capacity && {
      ServerlessV2ScalingConfiguration: {
        MinCapacity: plan.capacity.minAcu,
        MaxCapacity: plan.capacity.maxAcu,
      },
    }),
    ...(global && { GlobalClusterIdentifier: global.id, GlobalWriteForwardingStatus: 'disabled' }),
    ...(global && plan.id !== state.writerClusterId && replicationSource(state)),
    TagList: [],
  }
}

function replicationSource(state: DatabaseState): Pick<DBCluster, 'ReplicationSourceIdentifier'> {
  const arn = state.clusters.get(state.writerClusterId)?.plan.arn
  return { ReplicationSourceIdentifier: arn }
}

export function toInstance({ state, instance }: MemberInstance): DBInstance {
  const { plan } = instance
  const cluster = state.clusters.get(plan.clusterId)?.plan
  return {
    DBInstanceIdentifier: plan.id,
    DBInstanceArn: plan.arn,
    DbiResourceId: plan.resourceId,
    DBClusterIdentifier: plan.clusterId,
    DBInstanceClass: plan.instanceClass,
    DBInstanceStatus: SHOWN_STATUS[instance.status],
    Engine: ENGINE,
    EngineVersion: cluster?.engineVersion,
    MasterUsername: state.plan.master.username,
    DBName: state.plan.databaseName,
    AvailabilityZone: plan.zone,
    MultiAZ: false,
    PromotionTier: plan.promotionTier,
    PubliclyAccessible: false,
    StorageType: 'aurora',
    StorageEncrypted: cluster?.storageEncrypted,
    KmsKeyId: cluster?.kmsKeyId,
    CACertificateIdentifier: 'rds-ca-rsa2048-g1',
    InstanceCreateTime: new Date(instance.createdAtMs),
    Endpoint: { Address: plan.endpoint, Port: cluster?.port, HostedZoneId: cluster?.hostedZoneId },
    VpcSecurityGroups: (cluster?.securityGroupIds ?? []).map((id) => ({
      VpcSecurityGroupId: id,
      Status: 'active',
    })),
    TagList: [],
  }
}
