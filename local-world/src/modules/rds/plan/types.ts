import type { RegionId } from '@meridian/topology'
import type { Tags } from '../../../kernel/tags.ts'
import type { ClusterSettings, InstanceSettings } from './settings.ts'

/** All databases of a program, each a global database or a single cluster. */
export interface RdsPlan {
  readonly databases: readonly DatabasePlan[]
}

/** Clusters with the same data: one is written to, the others follow. */
export interface DatabasePlan {
  /** Undefined for a cluster that belongs to no global cluster. */
  readonly global: GlobalClusterPlan | undefined
  readonly master: MasterLogin
  /** Created with the database; AWS creates none when the program names none. */
  readonly databaseName: string | undefined
  /** The initial primary. */
  readonly primary: ClusterPlan
  readonly secondaries: readonly ClusterPlan[]
}

interface MasterLogin {
  readonly username: string
  readonly password: string
}

export interface GlobalClusterPlan {
  readonly id: string
  readonly arn: string
  readonly resourceId: string
  /** Name of the global writer endpoint. */
  readonly endpoint: string
  readonly engineVersion: string
  readonly databaseName: string | undefined
  readonly storageEncrypted: boolean
  readonly deletionProtection: boolean
  readonly lifecycleSupport: string
  readonly tags: Tags
}

export interface ClusterPlan {
  readonly id: string
  readonly arn: string
  readonly resourceId: string
  readonly region: RegionId
  readonly endpoint: string
  readonly readerEndpoint: string
  readonly hostedZoneId: string
  readonly port: number
  readonly engineVersion: string
  readonly subnetGroup: SubnetGroupPlan
  readonly securityGroupIds: readonly string[]
  readonly parameterGroupName: string
  /** The cluster parameter group's values, by name. */
  readonly parameters: Readonly<Record<string, string>>
  /** The parameters that need a restart; the others are applied at once. */
  readonly pendingReboot: readonly string[]
  readonly storageEncrypted: boolean
  readonly kmsKeyId: string | undefined
  readonly deletionProtection: boolean
  readonly backupRetentionDays: number
  readonly capacity: { readonly minAcu: number; readonly maxAcu: number } | undefined
  /** In program order; the first one is the writer, or the upstream of the region's others. */
  readonly instances: readonly InstancePlan[]
  readonly settings: ClusterSettings
}

export interface SubnetGroupPlan {
  readonly name: string
  readonly arn: string
  readonly description: string
  readonly vpcId: string
  readonly subnets: readonly { readonly id: string; readonly zone: string }[]
}

export interface InstancePlan {
  readonly id: string
  readonly arn: string
  readonly resourceId: string
  readonly clusterId: string
  readonly region: RegionId
  readonly endpoint: string
  readonly instanceClass: string
  readonly promotionTier: number
  readonly subnetId: string
  readonly zone: string
  readonly settings: InstanceSettings
}

/** The clusters of a database, the primary first. */
export function clustersOf(database: DatabasePlan): readonly ClusterPlan[] {
  return [database.primary, ...database.secondaries]
}
