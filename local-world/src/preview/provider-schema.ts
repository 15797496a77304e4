/** What the AWS provider does when a property of an existing resource differs from the program. */
export type Effect = 'update' | 'replace' | 'detach'

export interface PropertyRule {
  readonly effect: Effect
  /** The provider keeps the existing value if the program does not set one. */
  readonly isComputed?: boolean
  /** Why it is more than an update. */
  readonly because?: string
}

export interface TypeRules {
  readonly properties: Readonly<Record<string, PropertyRule>>
}

const REPLACE: PropertyRule = { effect: 'replace' }
const REPLACE_IF_SAID: PropertyRule = { effect: 'replace', isComputed: true }
const UPDATE: PropertyRule = { effect: 'update' }
const UPDATE_IF_SAID: PropertyRule = { effect: 'update', isComputed: true }

/**
 * The rules for the types whose actual state is read back.
 *
 * Source: schema and update functions of terraform-provider-aws, internal/service/rds/{cluster,cluster_instance,global_cluster}.go
 * and internal/service/ecs/service.go, on which Pulumi's provider is based (read 2026-11-21).
 */
export const PROVIDER_SCHEMA: Readonly<Record<string, TypeRules>> = {
  'aws:rds/cluster:Cluster': {
    properties: {
      availabilityZones: REPLACE_IF_SAID,
      backupRetentionPeriod: UPDATE_IF_SAID,
      clusterIdentifier: REPLACE_IF_SAID,
      databaseName: REPLACE_IF_SAID,
      dbClusterParameterGroupName: UPDATE_IF_SAID,
      dbSubnetGroupName: REPLACE_IF_SAID,
      deletionProtection: UPDATE,
      engine: REPLACE,
      engineMode: REPLACE_IF_SAID,
      engineVersion: UPDATE_IF_SAID,
      globalClusterIdentifier: {
        effect: 'detach',
        because:
          'the provider answers a removed name with RemoveFromGlobalCluster, and refuses any other change',
      },
      kmsKeyId: REPLACE_IF_SAID,
      masterUsername: REPLACE_IF_SAID,
      port: UPDATE_IF_SAID,
      replicationSourceIdentifier: {
        effect: 'detach',
        because: 'the provider answers a removed source with PromoteReadReplicaDBCluster',
      },
      serverlessv2ScalingConfiguration: UPDATE,
      storageEncrypted: REPLACE_IF_SAID,
      vpcSecurityGroupIds: UPDATE_IF_SAID,
    },
  },
  'aws:rds/clusterInstance:ClusterInstance': {
    properties: {
      availabilityZone: REPLACE_IF_SAID,
      clusterIdentifier: REPLACE,
      engine: REPLACE,
      engineVersion: UPDATE_IF_SAID,
      identifier: REPLACE_IF_SAID,
      instanceClass: UPDATE,
      promotionTier: UPDATE,
      publiclyAccessible: REPLACE_IF_SAID,
    },
  },
  'aws:rds/globalCluster:GlobalCluster': {
    properties: {
      databaseName: REPLACE_IF_SAID,
      deletionProtection: UPDATE,
      engine: REPLACE_IF_SAID,
      engineVersion: UPDATE_IF_SAID,
      globalClusterIdentifier: REPLACE,
      storageEncrypted: REPLACE_IF_SAID,
    },
  },
  'aws:ecs/service:Service': {
    properties: {
      cluster: REPLACE_IF_SAID,
      desiredCount: UPDATE,
      name: REPLACE,
      taskDefinition: UPDATE,
    },
  },
}
