import type { DBInstance, DBSubnetGroup } from '@aws-sdk/client-rds'
import { tagList } from '../../../kernel/tags.ts'
import type { InstanceStatus } from '../model/instance-status.ts'
import type { ClusterPlan, InstancePlan, SubnetGroupPlan } from '../plan/types.ts'
import { ENGINE, type MemberInstance, majorOf, storageEncryption } from './shapes.ts'

/** A server that restarts after a crash is shown as rebooting. [guess: no document names the status] */
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
/** Expiry of the CA certificate. Source: Aurora User Guide, "Using SSL/TLS". */
const CERTIFICATE_VALID_TILL = new Date(Date.UTC(2061, 4, 19))
const ALLOCATED_STORAGE = 1

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
    LicenseModel: 'postgresql-license',
    MasterUsername: state.plan.master.username,
    DBName: state.plan.databaseName,
    AvailabilityZone: plan.zone,
    MultiAZ: false,
    PromotionTier: plan.promotionTier,
    StorageType: 'aurora',
    AllocatedStorage: ALLOCATED_STORAGE,
    InstanceCreateTime: new Date(instance.createdAtMs),
    ActivityStreamStatus: 'stopped',
    BackupTarget: 'region',
    CustomerOwnedIpEnabled: false,
    DedicatedLogVolume: false,
    ...settingsShape(plan),
    ...(cluster && clusterShape(plan, cluster)),
  }
}

function settingsShape({ settings }: InstancePlan): DBInstance {
  const { certificateAuthority } = settings
  return {
    PubliclyAccessible: settings.isPubliclyAccessible,
    AutoMinorVersionUpgrade: settings.upgradesMinorVersions,
    PerformanceInsightsEnabled: settings.hasPerformanceInsights,
    MonitoringInterval: settings.monitoringSeconds,
    PreferredMaintenanceWindow: settings.maintenanceWindow,
    CACertificateIdentifier: certificateAuthority,
    CertificateDetails: { CAIdentifier: certificateAuthority, ValidTill: CERTIFICATE_VALID_TILL },
    DBParameterGroups: [
      { DBParameterGroupName: settings.parameterGroupName, ParameterApplyStatus: 'in-sync' },
    ],
    TagList: tagList(settings.tags),
  }
}

/** Fields inherited from the cluster. */
function clusterShape(plan: InstancePlan, cluster: ClusterPlan): DBInstance {
  const { settings } = cluster
  return {
    EngineVersion: cluster.engineVersion,
    EngineLifecycleSupport: settings.lifecycleSupport,
    Endpoint: { Address: plan.endpoint, Port: cluster.port, HostedZoneId: cluster.hostedZoneId },
    DbInstancePort: 0,
    DBSubnetGroup: subnetGroupShape(cluster.subnetGroup),
    VpcSecurityGroups: cluster.securityGroupIds.map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })),
    OptionGroupMemberships: [
      { OptionGroupName: `default:${ENGINE}-${majorOf(cluster.engineVersion)}`, Status: 'in-sync' },
    ],
    StorageEncrypted: cluster.storageEncrypted,
    StorageEncryptionType: storageEncryption(cluster.storageEncrypted),
    KmsKeyId: cluster.kmsKeyId,
    BackupRetentionPeriod: cluster.backupRetentionDays,
    PreferredBackupWindow: settings.backupWindow,
    CopyTagsToSnapshot: settings.copiesTagsToSnapshots,
    IAMDatabaseAuthenticationEnabled: settings.hasIamAuthentication,
    NetworkType: settings.networkType,
    DatabaseInsightsMode: settings.insightsMode as NonNullable<DBInstance['DatabaseInsightsMode']>,
    DeletionProtection: cluster.deletionProtection,
    ...(settings.logExports.length > 0 && { EnabledCloudwatchLogsExports: [...settings.logExports] }),
  }
}

function subnetGroupShape({ arn, description, name, subnets, vpcId }: SubnetGroupPlan): DBSubnetGroup {
  return {
    DBSubnetGroupName: name,
    DBSubnetGroupArn: arn,
    DBSubnetGroupDescription: description,
    VpcId: vpcId,
    SubnetGroupStatus: 'Complete',
    Subnets: subnets.map(({ id, zone }) => ({
      SubnetIdentifier: id,
      SubnetAvailabilityZone: { Name: zone },
      SubnetOutpost: {},
      SubnetStatus: 'Active',
    })),
    SupportedNetworkTypes: ['IPV4'],
  }
}
