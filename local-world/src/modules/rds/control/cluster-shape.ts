import type { DBCluster } from '@aws-sdk/client-rds'
import { tagList } from '../../../kernel/tags.ts'
import { type DatabaseState, membersOf, roleOf } from '../model/database-state.ts'
import type { ClusterPlan } from '../plan/types.ts'
import { ENGINE, type MemberCluster, majorOf, storageEncryption } from './shapes.ts'

const DAY_MS = 86_400_000
/** Aurora's volumes grow automatically; the API returns this for all of them. */
const ALLOCATED_STORAGE = 1

/** Facts about a cluster outside its plan and its state. */
export interface ClusterFacts {
  readonly nowMs: number
  readonly takesHttp: boolean
}

export function toCluster({ state, cluster }: MemberCluster, { nowMs, takesHttp }: ClusterFacts): DBCluster {
  const { plan } = cluster
  const { master, databaseName } = state.plan
  return {
    DBClusterIdentifier: plan.id,
    DBClusterArn: plan.arn,
    DbClusterResourceId: plan.resourceId,
    Status: cluster.status,
    Engine: ENGINE,
    EngineVersion: plan.engineVersion,
    EngineMode: 'provisioned',
    EngineLifecycleSupport: plan.settings.lifecycleSupport,
    DatabaseName: databaseName,
    MasterUsername: master.username,
    AllocatedStorage: ALLOCATED_STORAGE,
    Endpoint: plan.endpoint,
    ReaderEndpoint: plan.readerEndpoint,
    HostedZoneId: plan.hostedZoneId,
    Port: plan.port,
    DBSubnetGroup: plan.subnetGroup.name,
    VpcSecurityGroups: plan.securityGroupIds.map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })),
    DBClusterParameterGroup: plan.parameterGroupName,
    DBClusterOptionGroupMemberships: [
      {
        DBClusterOptionGroupName: `default:${ENGINE}-${majorOf(plan.engineVersion)}`,
        Status: 'in-sync',
      },
    ],
    StorageEncrypted: plan.storageEncrypted,
    StorageEncryptionType: storageEncryption(plan.storageEncrypted),
    KmsKeyId: plan.kmsKeyId,
    DeletionProtection: plan.deletionProtection,
    ClusterCreateTime: new Date(cluster.createdAtMs),
    HttpEndpointEnabled: takesHttp,
    ActivityStreamStatus: 'stopped',
    CrossAccountClone: false,
    ClusterScalabilityType: 'standard',
    LocalWriteForwardingStatus: 'disabled',
    ...membersShape(state, plan),
    ...settingsShape(plan),
    ...backupShape(plan, cluster.createdAtMs, nowMs),
    ...globalShape({ state, cluster }),
  }
}

function membersShape(state: DatabaseState, { instances, subnetGroup }: ClusterPlan): Partial<DBCluster> {
  return {
    MultiAZ: new Set(instances.map((instance) => instance.zone)).size > 1,
    AvailabilityZones: [...new Set(subnetGroup.subnets.map((subnet) => subnet.zone))],
    AutoMinorVersionUpgrade: instances.every(({ settings }) => settings.upgradesMinorVersions),
    PerformanceInsightsEnabled: instances.some(({ settings }) => settings.hasPerformanceInsights),
    DBClusterMembers: instances.map((instance) => ({
      DBInstanceIdentifier: instance.id,
      IsClusterWriter: roleOf(state, instance.id) === 'writer',
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: instance.promotionTier,
    })),
  }
}

function settingsShape({ capacity, settings }: ClusterPlan): DBCluster {
  const { insightsMode, logExports, networkType, roles, storageType, tags } = settings
  return {
    IAMDatabaseAuthenticationEnabled: settings.hasIamAuthentication,
    CopyTagsToSnapshot: settings.copiesTagsToSnapshots,
    NetworkType: networkType,
    DatabaseInsightsMode: insightsMode as NonNullable<DBCluster['DatabaseInsightsMode']>,
    AssociatedRoles: roles.map((RoleArn) => ({ RoleArn, Status: 'ACTIVE' })),
    TagList: tagList(tags),
    ...(logExports.length > 0 && { EnabledCloudwatchLogsExports: [...logExports] }),
    ...(storageType && { StorageType: storageType }),
    ...(capacity && {
      ServerlessV2ScalingConfiguration: { MinCapacity: capacity.minAcu, MaxCapacity: capacity.maxAcu },
    }),
  }
}

/** Backups are continuous: any time within the retention can be restored. */
function backupShape(plan: ClusterPlan, createdAtMs: number, nowMs: number): DBCluster {
  const { backupRetentionDays, settings } = plan
  return {
    BackupRetentionPeriod: backupRetentionDays,
    PreferredBackupWindow: settings.backupWindow,
    PreferredMaintenanceWindow: settings.maintenanceWindow,
    EarliestRestorableTime: new Date(Math.max(createdAtMs, nowMs - backupRetentionDays * DAY_MS)),
    LatestRestorableTime: new Date(nowMs),
  }
}

/** The primary's secondaries, or the primary of a secondary. */
function globalShape({ state, cluster }: MemberCluster): DBCluster {
  const { global } = state.plan
  if (!global || cluster.lineage === 'standalone') return { ReadReplicaIdentifiers: [] }
  const isWriter = cluster.plan.id === state.writerClusterId
  const others = membersOf(state).filter((other) => other !== cluster)
  return {
    GlobalClusterIdentifier: global.id,
    GlobalWriteForwardingStatus: 'disabled',
    GlobalWriteForwardingRequested: false,
    ReadReplicaIdentifiers: isWriter ? others.map(({ plan }) => plan.arn) : [],
    ...(!isWriter && { ReplicationSourceIdentifier: state.clusters.get(state.writerClusterId)?.plan.arn }),
  }
}
