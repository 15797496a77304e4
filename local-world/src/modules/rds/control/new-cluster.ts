import { randomBytes } from 'node:crypto'
import type { CreateDBInstanceMessage, RestoreDBClusterFromSnapshotMessage, Tag } from '@aws-sdk/client-rds'
import type { RegionId } from '@meridian/topology'
import type { WireContext } from '../../../kernel/wire-service.ts'
import { arns, ENDPOINT_ZONE_IDS, endpointHash, endpoints } from '../model/naming.ts'
import type { ClusterSnapshot } from '../model/snapshot.ts'
import type { ClusterPlan, InstancePlan, SubnetGroupPlan } from '../plan/types.ts'
import { CERTIFICATE_AUTHORITY } from '../resources.ts'
import { awsErrors } from './aws-errors.ts'
import type { States } from './context.ts'
import { majorOf } from './shapes.ts'

const RESOURCE_ID_CHARACTERS = 26
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function resourceId(prefix: 'cluster' | 'db'): string {
  const letters = [...randomBytes(RESOURCE_ID_CHARACTERS)].map((byte) => UPPER[byte % UPPER.length])
  return `${prefix}-${letters.join('')}`
}

/** A cluster as RestoreDBClusterFromSnapshot creates it: the snapshot's engine and keys, the caller's network, no instances. */
export function restoredCluster(
  id: string,
  snapshot: ClusterSnapshot,
  input: RestoreDBClusterFromSnapshotMessage,
  states: States,
  { region, accountId }: WireContext,
): ClusterPlan {
  const hash = endpointHash(accountId, region)
  const { cluster } = snapshot
  const group = input.DBClusterParameterGroupName
  const capacity = input.ServerlessV2ScalingConfiguration
  return {
    id,
    region,
    arn: arns.regional(accountId, region, 'cluster', id),
    resourceId: resourceId('cluster'),
    endpoint: endpoints.writer(id, hash, region),
    readerEndpoint: endpoints.reader(id, hash, region),
    hostedZoneId: ENDPOINT_ZONE_IDS[region],
    port: input.Port ?? cluster.port,
    engineVersion: input.EngineVersion ?? cluster.engineVersion,
    subnetGroup: subnetGroupNamed(states, input.DBSubnetGroupName ?? 'default', region),
    securityGroupIds: input.VpcSecurityGroupIds ?? [],
    parameterGroupName: group ?? `default.aurora-postgresql${majorOf(cluster.engineVersion)}`,
    ...parametersOf(states, group, region),
    storageEncrypted: cluster.storageEncrypted || input.KmsKeyId !== undefined,
    kmsKeyId: input.KmsKeyId ?? cluster.kmsKeyId,
    deletionProtection: input.DeletionProtection ?? false,
    backupRetentionDays: input.BackupRetentionPeriod ?? cluster.backupRetentionDays,
    capacity: capacity && { minAcu: capacity.MinCapacity ?? 0, maxAcu: capacity.MaxCapacity ?? 1 },
    instances: [],
    settings: { ...cluster.settings, roles: [], tags: tagsFrom(input.Tags) },
  }
}

const tagsFrom = (tags: readonly Tag[] = []) =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))

/** The known subnet groups are those that the world's clusters use. */
function subnetGroupNamed(states: States, name: string, region: RegionId): SubnetGroupPlan {
  const found = clustersIn(states, region).find((plan) => plan.subnetGroup.name === name.toLowerCase())
  if (!found) throw awsErrors.subnetGroupNotFound(name)
  return found.subnetGroup
}

function parametersOf(
  states: States,
  name: string | undefined,
  region: RegionId,
): Pick<ClusterPlan, 'parameters' | 'pendingReboot'> {
  if (name === undefined || name.startsWith('default.')) return { parameters: {}, pendingReboot: [] }
  const found = clustersIn(states, region).find((plan) => plan.parameterGroupName === name.toLowerCase())
  if (!found) throw awsErrors.parameterGroupNotFound(name)
  const { parameters, pendingReboot } = found
  return { parameters, pendingReboot }
}

function clustersIn(states: States, region: RegionId): readonly ClusterPlan[] {
  const all = states().flatMap((state) => [...state.clusters.values()])
  return all.map(({ plan }) => plan).filter((plan) => plan.region === region)
}

/** An instance as CreateDBInstance creates it, in the requested zone or the group's first. */
export function newInstance(
  id: string,
  cluster: ClusterPlan,
  input: CreateDBInstanceMessage,
  { region, accountId }: WireContext,
): InstancePlan {
  const { subnets } = cluster.subnetGroup
  const wanted = input.AvailabilityZone
  const subnet = wanted === undefined ? subnets[0] : subnets.find(({ zone }) => zone === wanted)
  if (!subnet) throw awsErrors.invalidValue(`Invalid availability zone: ${wanted}`)
  return {
    id,
    region,
    arn: arns.regional(accountId, region, 'db', id),
    resourceId: resourceId('db'),
    clusterId: cluster.id,
    endpoint: endpoints.instance(id, endpointHash(accountId, region), region),
    instanceClass: input.DBInstanceClass ?? '',
    promotionTier: input.PromotionTier ?? 1,
    subnetId: subnet.id,
    zone: subnet.zone,
    settings: {
      maintenanceWindow: cluster.settings.maintenanceWindow,
      upgradesMinorVersions: true,
      isPubliclyAccessible: false,
      hasPerformanceInsights: false,
      monitoringSeconds: 0,
      certificateAuthority: CERTIFICATE_AUTHORITY,
      parameterGroupName: `default.aurora-postgresql${majorOf(cluster.engineVersion)}`,
      tags: tagsFrom(input.Tags),
    },
  }
}
