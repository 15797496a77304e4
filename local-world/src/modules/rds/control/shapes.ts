import type {
  DBCluster,
  DBClusterSnapshot,
  DBInstance,
  Event,
  FailoverStatus,
  GlobalCluster,
  SourceType,
} from '@aws-sdk/client-rds'
import {
  type ClusterState,
  clusterOf,
  type DatabaseState,
  type InstanceState,
  membersOf,
  roleOf,
} from '../model/database-state.ts'
import type { RdsEvent } from '../model/events.ts'
import type { FailoverState } from '../model/global-cluster.ts'
import type { InstanceStatus } from '../model/instance-status.ts'
import type { ClusterSnapshot } from '../model/snapshot.ts'

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
  const clusters = membersOf(state)
  return {
    GlobalClusterIdentifier: global.id,
    GlobalClusterArn: global.arn,
    GlobalClusterResourceId: global.resourceId,
    Status: state.globalStatus,
    Engine: ENGINE,
    EngineVersion: global.engineVersion,
    EngineLifecycleSupport: 'open-source-rds-extended-support',
    DatabaseName: global.databaseName,
    StorageEncrypted: global.storageEncrypted,
    DeletionProtection: global.deletionProtection,
    Endpoint: global.endpoint,
    GlobalClusterMembers: clusters.map((cluster) => toMember(state, cluster)),
    ...(state.failover && { FailoverState: toFailoverState(state, state.failover) }),
    TagList: [],
  }
}

function toFailoverState(state: DatabaseState, failover: FailoverState) {
  return {
    // The SDK's model enumerates no `switching-over`, though its own documentation names it.
    Status: failover.status as FailoverStatus,
    FromDbClusterArn: clusterOf(state, failover.fromClusterId).plan.arn,
    ToDbClusterArn: clusterOf(state, failover.toClusterId).plan.arn,
    IsDataLossAllowed: failover.isDataLossAllowed,
  }
}

function toMember(state: DatabaseState, cluster: ClusterState) {
  const isWriter = cluster.plan.id === state.writerClusterId
  const others = membersOf(state).filter((other) => other !== cluster)
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
  const { master, databaseName } = state.plan
  const global = cluster.lineage === 'standalone' ? undefined : state.plan.global
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

export function toEvent({ message, categories, source, atMs }: RdsEvent): Event {
  return {
    SourceIdentifier: source.id,
    SourceType: source.type as SourceType,
    SourceArn: source.arn,
    Message: message,
    EventCategories: [...categories],
    Date: new Date(atMs),
  }
}

export function toSnapshot(snapshot: ClusterSnapshot): DBClusterSnapshot {
  const { id, arn, cluster, createdAtMs, type, status, sourceArn, origin } = snapshot
  return {
    DBClusterSnapshotIdentifier: id,
    DBClusterSnapshotArn: arn,
    DBClusterIdentifier: cluster.id,
    DbClusterResourceId: cluster.resourceId,
    // One that the system took is `automated`; the API has no other word for it.
    SnapshotType: type,
    SnapshotCreateTime: new Date(createdAtMs),
    ClusterCreateTime: new Date(createdAtMs),
    Status: status,
    PercentProgress: status === 'available' ? 100 : 0,
    Engine: ENGINE,
    EngineVersion: cluster.engineVersion,
    EngineMode: 'provisioned',
    Port: cluster.port,
    MasterUsername: origin.master.username,
    AvailabilityZones: [...new Set(cluster.subnetGroup.subnets.map((subnet) => subnet.zone))],
    StorageEncrypted: cluster.storageEncrypted,
    KmsKeyId: cluster.kmsKeyId,
    ...(sourceArn && { SourceDBClusterSnapshotArn: sourceArn }),
    TagList: [],
  }
}
