import { clusterId, DATABASE_NAME, DATABASE_PORT, instanceId, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { Settings } from '../config.ts'
import { ContradictoryArgumentsError } from '../errors.ts'
import { once } from '../regional.ts'
import {
  clusterParameters,
  ENGINE,
  ENGINE_VERSION,
  PARAMETER_FAMILY,
  promotionTier,
} from '../rules/aurora.ts'

export interface AuroraRegionArgs {
  region: RegionId
  globalClusterId: pulumi.Input<string>
  /** Isolated subnets, one per zone; the cluster never gets a public address. */
  subnetIds: pulumi.Input<string>[]
  securityGroupId: pulumi.Input<string>
  /** The region's own key: a member that depended on another region's key would fail with that region. */
  keyArn: pulumi.Input<string>
  logsKeyArn: pulumi.Input<string>
  /** Set for the first primary; the others receive the login with the data. */
  login?: { username: string; password: pulumi.Input<string> }
  /** Set for the others: the region that encrypts their initial copy. */
  replicatesFrom?: RegionId
  settings: Settings
}

/**
 * What a switchover, a failover or a rotation changes outside the program. Roles are data, not structure: the next run of the
 * program must not revert them.
 */
const ROLE_DEPENDENT = [
  'databaseName',
  // A managed minor version upgrade is made on the global cluster.
  'engineVersion',
  'globalClusterIdentifier',
  'masterPassword',
  'masterUsername',
  'replicationSourceIdentifier',
  'snapshotIdentifier',
  'sourceRegion',
]
const EXPORTED_LOG = 'postgresql'
const BACKUP_WINDOW_UTC = '09:00-10:00'
const MAINTENANCE_WINDOW_UTC = 'sun:10:30-sun:11:30'

/** One region's member of the global database: cluster, instances, and everything that promotion does not carry over. */
export class AuroraRegion extends Component {
  readonly clusterId: pulumi.Output<string>
  readonly clusterArn: pulumi.Output<string>
  /** IAM database authentication identifies the cluster by this id, not by its ARN. */
  readonly clusterResourceId: pulumi.Output<string>
  readonly writerEndpoint: pulumi.Output<string>
  readonly readerEndpoint: pulumi.Output<string>
  readonly instances: readonly aws.rds.ClusterInstance[]

  constructor(name: string, args: AuroraRegionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:database:AuroraRegion', name, opts)
    const parent = this
    const { settings } = args
    refuseContradiction()

    const subnetGroup = createSubnetGroup()
    const parameterGroup = createParameterGroup()
    const logGroup = createLogGroup()
    const cluster = createCluster()
    const instances = Array.from({ length: settings.instancesPerCluster }, (_, index) =>
      createInstance(index),
    )

    this.clusterId = cluster.clusterIdentifier
    this.clusterArn = cluster.arn
    this.clusterResourceId = cluster.clusterResourceId
    this.writerEndpoint = once(cluster.endpoint, ...instances)
    this.readerEndpoint = once(cluster.readerEndpoint, ...instances)
    this.instances = instances
    this.registerOutputs({ readerEndpoint: this.readerEndpoint })

    function refuseContradiction() {
      if ((args.login === undefined) !== (args.replicatesFrom === undefined)) return
      throw new ContradictoryArgumentsError(
        name,
        ['login', 'replicatesFrom'],
        'a member either begins the data or copies it',
      )
    }

    function createSubnetGroup() {
      return new aws.rds.SubnetGroup(`${name}-subnets`, { subnetIds: args.subnetIds }, { parent })
    }

    function createParameterGroup() {
      return new aws.rds.ClusterParameterGroup(
        `${name}-parameters`,
        { family: PARAMETER_FAMILY, parameters: clusterParameters() },
        { parent },
      )
    }

    /** Created before RDS creates it: RDS's would be unencrypted and never expire. */
    function createLogGroup() {
      return new aws.cloudwatch.LogGroup(
        `${name}-log`,
        {
          name: `/aws/rds/cluster/${clusterId(args.region)}/${EXPORTED_LOG}`,
          retentionInDays: settings.logRetentionDays,
          kmsKeyId: args.logsKeyArn,
        },
        { parent },
      )
    }

    function createCluster() {
      return new aws.rds.Cluster(
        name,
        {
          clusterIdentifier: clusterId(args.region),
          globalClusterIdentifier: args.globalClusterId,
          engine: ENGINE,
          engineVersion: ENGINE_VERSION,
          port: DATABASE_PORT,
          ...(args.login && {
            databaseName: DATABASE_NAME,
            masterUsername: args.login.username,
            masterPassword: args.login.password,
          }),
          ...(args.replicatesFrom && { sourceRegion: args.replicatesFrom }),
          serverlessv2ScalingConfiguration: {
            minCapacity: settings.capacityFloorAcu,
            maxCapacity: settings.capacityCeilingAcu,
          },
          dbSubnetGroupName: subnetGroup.name,
          vpcSecurityGroupIds: [args.securityGroupId],
          dbClusterParameterGroupName: parameterGroup.name,
          storageEncrypted: true,
          kmsKeyId: args.keyArn,
          backupRetentionPeriod: settings.backupRetentionDays,
          preferredBackupWindow: BACKUP_WINDOW_UTC,
          preferredMaintenanceWindow: MAINTENANCE_WINDOW_UTC,
          copyTagsToSnapshot: true,
          enabledCloudwatchLogsExports: [once(pulumi.output(EXPORTED_LOG), logGroup)],
          iamDatabaseAuthenticationEnabled: settings.iamDatabaseAuthentication,
          deletionProtection: settings.deletionProtection,
          skipFinalSnapshot: !settings.deletionProtection,
          ...(settings.deletionProtection && {
            finalSnapshotIdentifier: `${clusterId(args.region)}-final`,
          }),
        },
        { parent, ignoreChanges: ROLE_DEPENDENT, protect: settings.deletionProtection },
      )
    }

    function createInstance(index: number) {
      return new aws.rds.ClusterInstance(
        `${name}-${index + 1}`,
        {
          identifier: instanceId(args.region, index + 1),
          clusterIdentifier: cluster.clusterIdentifier,
          engine: ENGINE,
          engineVersion: ENGINE_VERSION,
          instanceClass: 'db.serverless',
          promotionTier: promotionTier(index),
          dbSubnetGroupName: subnetGroup.name,
          publiclyAccessible: false,
          // It has no effect in a global database; explicit, so that it is not relied on.
          autoMinorVersionUpgrade: false,
          performanceInsightsEnabled: settings.performanceInsights,
          ...(settings.performanceInsights && { performanceInsightsKmsKeyId: args.keyArn }),
        },
        { parent, ignoreChanges: ['engineVersion'] },
      )
    }
  }
}
