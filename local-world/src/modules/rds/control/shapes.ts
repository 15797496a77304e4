import type { DBClusterSnapshot, Event, FailoverStatus, GlobalCluster, SourceType } from '@aws-sdk/client-rds'
import { tagList } from '../../../kernel/tags.ts'
import {
  type ClusterState,
  clusterOf,
  type DatabaseState,
  type InstanceState,
  membersOf,
} from '../model/database-state.ts'
import type { RdsEvent } from '../model/events.ts'
import type { FailoverState } from '../model/global-cluster.ts'
import type { ClusterSnapshot } from '../model/snapshot.ts'

export const ENGINE = 'aurora-postgresql'

/** The major version, which default groups are named after. */
export const majorOf = (version: string): string => version.split('.')[0] ?? version

/** Every encrypted volume here has a KMS key; AWS has another value for volumes with an AWS-owned key. */
export const storageEncryption = (isEncrypted: boolean) => (isEncrypted ? 'sse-kms' : 'none')

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
    EngineLifecycleSupport: global.lifecycleSupport,
    DatabaseName: global.databaseName ?? state.plan.databaseName,
    StorageEncrypted: global.storageEncrypted,
    StorageEncryptionType: storageEncryption(global.storageEncrypted),
    DeletionProtection: global.deletionProtection,
    Endpoint: global.endpoint,
    GlobalClusterMembers: clusters.map((cluster) => toMember(state, cluster)),
    ...(state.failover && { FailoverState: toFailoverState(state, state.failover) }),
    TagList: tagList(global.tags),
  }
}

function toFailoverState(state: DatabaseState, failover: FailoverState) {
  return {
    // The SDK's enum lacks `switching-over`, though its own documentation names it.
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
    // The writer's entry lists the secondary clusters; the others list nothing.
    Readers: isWriter ? others.map((other) => other.plan.arn) : [],
    IsWriter: isWriter,
    GlobalWriteForwardingStatus: 'disabled' as const,
    SynchronizationStatus: isWriter ? ('connected' as const) : cluster.synchronization,
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
  const { id, arn, cluster, clusterCreatedAtMs, createdAtMs, type, status, sourceArn, origin } = snapshot
  return {
    DBClusterSnapshotIdentifier: id,
    DBClusterSnapshotArn: arn,
    DBClusterIdentifier: cluster.id,
    DbClusterResourceId: cluster.resourceId,
    // `automated` if the system took it; the API has no other word for it.
    SnapshotType: type,
    SnapshotCreateTime: new Date(createdAtMs),
    ClusterCreateTime: new Date(clusterCreatedAtMs),
    Status: status,
    PercentProgress: status === 'available' ? 100 : 0,
    Engine: ENGINE,
    EngineVersion: cluster.engineVersion,
    EngineMode: 'provisioned',
    Port: cluster.port,
    MasterUsername: origin.master.username,
    AvailabilityZones: [...new Set(cluster.subnetGroup.subnets.map((subnet) => subnet.zone))],
    StorageEncrypted: cluster.storageEncrypted,
    StorageEncryptionType: storageEncryption(cluster.storageEncrypted),
    KmsKeyId: cluster.kmsKeyId,
    AllocatedStorage: 1,
    LicenseModel: 'postgresql-license',
    VpcId: cluster.subnetGroup.vpcId,
    BackupRetentionPeriod: cluster.backupRetentionDays,
    PreferredBackupWindow: cluster.settings.backupWindow,
    IAMDatabaseAuthenticationEnabled: cluster.settings.hasIamAuthentication,
    StorageType: cluster.settings.storageType || 'aurora',
    ...(sourceArn && { SourceDBClusterSnapshotArn: sourceArn }),
    TagList: cluster.settings.copiesTagsToSnapshots ? tagList(cluster.settings.tags) : [],
  }
}
