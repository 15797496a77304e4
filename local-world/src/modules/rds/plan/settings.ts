// Settings of the program's clusters and instances that nothing here acts on: the API only returns them.
import type { ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { type Tags, tagsOf } from '../../../kernel/tags.ts'

export interface ClusterSettings {
  /** `07:00-07:30`, in UTC. */
  readonly backupWindow: string
  readonly maintenanceWindow: string
  readonly copiesTagsToSnapshots: boolean
  readonly logExports: readonly string[]
  readonly hasIamAuthentication: boolean
  readonly networkType: string
  /** `aurora-iopt1`, or empty for standard storage. */
  readonly storageType: string
  readonly insightsMode: string
  /** ARNs of roles that the cluster may assume. */
  readonly roles: readonly string[]
  readonly lifecycleSupport: string
  readonly tags: Tags
}

export interface InstanceSettings {
  readonly maintenanceWindow: string
  readonly upgradesMinorVersions: boolean
  readonly isPubliclyAccessible: boolean
  readonly hasPerformanceInsights: boolean
  readonly monitoringSeconds: number
  readonly certificateAuthority: string
  readonly parameterGroupName: string
  readonly tags: Tags
}

export function readClusterSettings(node: ResourceNode): ClusterSettings {
  const attributes = Attributes.of(node)
  return {
    backupWindow: attributes.text('preferredBackupWindow'),
    maintenanceWindow: attributes.text('preferredMaintenanceWindow'),
    copiesTagsToSnapshots: attributes.boolean('copyTagsToSnapshot'),
    logExports: attributes.texts('enabledCloudwatchLogsExports'),
    hasIamAuthentication: attributes.boolean('iamDatabaseAuthenticationEnabled'),
    networkType: attributes.text('networkType'),
    storageType: attributes.text('storageType'),
    insightsMode: attributes.text('databaseInsightsMode'),
    roles: attributes.texts('iamRoles'),
    lifecycleSupport: attributes.text('engineLifecycleSupport'),
    tags: tagsOf(node),
  }
}

export function readInstanceSettings(node: ResourceNode): InstanceSettings {
  const attributes = Attributes.of(node)
  return {
    maintenanceWindow: attributes.text('preferredMaintenanceWindow'),
    upgradesMinorVersions: attributes.boolean('autoMinorVersionUpgrade', true),
    isPubliclyAccessible: attributes.boolean('publiclyAccessible'),
    hasPerformanceInsights: attributes.boolean('performanceInsightsEnabled'),
    monitoringSeconds: attributes.number('monitoringInterval', 0),
    certificateAuthority: attributes.text('caCertIdentifier'),
    parameterGroupName: attributes.text('dbParameterGroupName'),
    tags: tagsOf(node),
  }
}
