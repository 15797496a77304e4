import { Attributes, type ResourceNode } from '@meridian/resource-graph'
import { FIRST_PRIMARY, isRegionId } from '@meridian/topology'
import { ASSUMPTIONS, type LoadProfile } from '../load/profiles.ts'
import { writesOf } from '../load/traffic.ts'
import { gbOfKb, HOURS_PER_MONTH, millions, monthlyHours } from '../load/units.ts'
import { neighbours, type Pricer, type PricingContext, trafficAt, use } from './pricer.ts'

export const CLUSTER = 'aws:rds/cluster:Cluster'
const INSTANCE = 'aws:rds/clusterInstance:ClusterInstance'
/** Readers up to this promotion tier scale with the writer. */
const FOLLOWING_TIERS = 1

/** Roles are not in the program; costs assume the writer is in the first primary. */
const holdsWriter = (node: ResourceNode): boolean => node.region === FIRST_PRIMARY

export const cluster: Pricer = (node, context) => {
  const { graph, profile } = context
  const attributes = Attributes.of(node)
  const isIoOptimized = attributes.text('storageType') === 'aurora-iopt1'
  const writes = writesOf(profile)
  const ios = iosOf(node, context)
  const secondaries = graph.ofType(CLUSTER).length - 1
  return [
    ...use(isIoOptimized ? 'aurora-storage-io-optimized' : 'aurora-storage', profile.databaseGb),
    ...use('aurora-io', isIoOptimized ? 0 : millions(ios)),
    ...use(
      'aurora-replicated-write-io',
      holdsWriter(node) ? 0 : millions(writes * ASSUMPTIONS.writeIosPerWrite),
    ),
    ...use('aurora-backup', backupGb(profile, attributes.number('backupRetentionPeriod', 1))),
    ...use(
      'transfer-region',
      holdsWriter(node) ? gbOfKb(writes * ASSUMPTIONS.replicatedKbPerWrite) * secondaries : 0,
    ),
  ]
}

/** Operations on the storage of one member in a month. */
export function iosOf(cluster: ResourceNode, context: PricingContext): number {
  const reads = trafficAt(cluster, context).apiCalls * ASSUMPTIONS.readIosPerApiCall
  return reads + (holdsWriter(cluster) ? writesOf(context.profile) * ASSUMPTIONS.writeIosPerWrite : 0)
}

/** Backups as large as the database are free; what changes while they are kept is billed. */
const backupGb = (profile: LoadProfile, retentionDays: number): number =>
  Math.max(0, profile.databaseChangeGbPerDay * retentionDays)

export const instance: Pricer = (node, context) => {
  const { active, acuHours, isIoOptimized } = capacityOf(node, context)
  const keptDays = Attributes.of(node).number('performanceInsightsRetentionPeriod', 7)
  return [
    ...use(isIoOptimized ? 'aurora-acu-io-optimized' : 'aurora-acu', acuHours),
    ...use('performance-insights-retention', keptDays > 7 ? active : 0),
  ]
}

/** An instance's capacity in active hours and over the month; none unless it is serverless. */
function capacityOf(node: ResourceNode, { graph, profile }: PricingContext) {
  const attributes = Attributes.of(node)
  const owner = graph
    .ofType(CLUSTER)
    .map(Attributes.of)
    .find((candidate) => candidate.text('clusterIdentifier') === attributes.text('clusterIdentifier'))
  const isIoOptimized = owner?.text('storageType') === 'aurora-iopt1'
  if (attributes.text('instanceClass') !== 'db.serverless') return { active: 0, acuHours: 0, isIoOptimized }
  const capacity = (owner ?? attributes).block('serverlessv2ScalingConfiguration')
  const floor = capacity.number('minCapacity', 0.5)
  const ceiling = capacity.number('maxCapacity', floor)
  const follows = attributes.number('promotionTier', 0) <= FOLLOWING_TIERS
  const demand = holdsWriter(node) && follows ? profile.writerAcu : profile.readerAcu
  const active = Math.min(ceiling, Math.max(floor, demand))
  const activeHours = monthlyHours(profile.activeHoursPerDay)
  return { active, acuHours: active * activeHours + floor * (HOURS_PER_MONTH - activeHours), isIoOptimized }
}

/** GuardDuty's RDS login monitoring in a region, billed by average capacity. */
export const detectorFeature: Pricer = (node, context) => {
  const attributes = Attributes.of(node)
  if (attributes.text('name') !== 'RDS_LOGIN_EVENTS' || attributes.text('status') !== 'ENABLED') return []
  const acuHours = neighbours(node, context, INSTANCE).reduce(
    (sum, each) => sum + capacityOf(each, context).acuHours,
    0,
  )
  return use('guardduty-database-acu', acuHours / HOURS_PER_MONTH)
}

/** Copies that a backup plan keeps. A continuous one is the cluster's own backup, priced there; each of the others is as large as the database, because the first one of each region is full. */
export const backupPlan: Pricer = (node, { profile }) =>
  Attributes.of(node)
    .blocks('rules')
    .flatMap((rule) => {
      const days = rule.block('lifecycle').number('deleteAfter', 35)
      const isClusterOwn = rule.boolean('enableContinuousBackup')
      const kept = profile.databaseGb + profile.databaseChangeGbPerDay * days
      const copies = rule.blocks('copyActions')
      return [
        ...use('backup-aurora', isClusterOwn ? 0 : kept),
        ...copies.flatMap((copy) => {
          const region = regionOfVault(copy.text('destinationVaultArn'))
          return [
            ...use('backup-aurora', kept, region),
            ...use('transfer-region', region === node.region ? 0 : profile.databaseChangeGbPerDay * 30),
          ]
        }),
      ]
    })

const regionOfVault = (arn: string) => {
  const region = arn.split(':')[3]
  return region !== undefined && isRegionId(region) ? region : undefined
}
