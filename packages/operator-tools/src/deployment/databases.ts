import type { DBInstance, GlobalCluster } from '@aws-sdk/client-rds'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import type { AwsClients } from '../aws/clients.ts'
import { type Check, checkThat, failed } from '../report/findings.ts'
import type { TargetDescription } from '../target/target.ts'
import { describedOrFailed } from './described-or-failed.ts'

/** The global database: one writer, every member connected, every instance available. */
export async function checkDatabases(target: TargetDescription, aws: AwsClients): Promise<readonly Check[]> {
  const checks = await Promise.all([
    describedOrFailed(target, 'the global database can be described', () => checkGlobalCluster(target, aws)),
    ...REGION_IDS.map((region) =>
      describedOrFailed(target, `databases of ${region} can be described`, () =>
        describeInstances(target, aws, region),
      ),
    ),
  ])
  return checks.flat()
}

/** Any region can answer; the first response counts, because one region may be lost. */
async function checkGlobalCluster(target: TargetDescription, aws: AwsClients): Promise<readonly Check[]> {
  const { DescribeGlobalClustersCommand } = await import('@aws-sdk/client-rds')
  const { globalClusterId } = target.stackOutputs.database
  const asked = REGION_IDS.map(async (region) => {
    const client = await aws.rds(region)
    return client.send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: globalClusterId }))
  })
  const { GlobalClusters = [] } = await Promise.any(asked).catch((error: AggregateError) => {
    throw error.errors[0]
  })
  const [cluster] = GlobalClusters
  return cluster
    ? judgeGlobalCluster(cluster, target)
    : [failed(`global database ${globalClusterId} exists`, 'not found')]
}

/** Judges a DescribeGlobalClusters response. Member order is not guaranteed, so the writer is found by its flag. */
export function judgeGlobalCluster(
  cluster: GlobalCluster,
  { stackOutputs }: Pick<TargetDescription, 'stackOutputs'>,
): readonly Check[] {
  const members = cluster.GlobalClusterMembers ?? []
  const writers = members.filter((member) => member.IsWriter)
  const wantedArns = REGION_IDS.map((region) => stackOutputs.database.regions[region].clusterArn)
  const missing = wantedArns.filter((arn) => !members.some((member) => member.DBClusterArn === arn))
  const apart = members.filter((member) => !member.IsWriter && member.SynchronizationStatus !== 'connected')
  return [
    checkThat(
      cluster.Status === 'available' && cluster.FailoverState === undefined,
      'global database is available and no failover is under way',
      `${cluster.Status}${cluster.FailoverState ? `, failover ${cluster.FailoverState.Status}` : ''}`,
    ),
    checkThat(
      missing.length === 0 && members.length === wantedArns.length,
      'global database has exactly the members that the program declares',
      missing.length > 0 ? `missing: ${missing.join(', ')}` : `${members.length} members`,
    ),
    checkThat(
      writers.length === 1,
      'global database has one writer',
      writers.map((member) => regionOfArn(member.DBClusterArn)).join(', ') || 'none',
    ),
    checkThat(
      apart.length === 0,
      'every secondary cluster is connected',
      apart.length === 0
        ? `${members.length - writers.length} connected`
        : apart
            .map((member) => `${regionOfArn(member.DBClusterArn)}: ${member.SynchronizationStatus}`)
            .join(', '),
    ),
  ]
}

async function describeInstances(
  target: TargetDescription,
  aws: AwsClients,
  region: RegionId,
): Promise<readonly Check[]> {
  const { DescribeDBInstancesCommand } = await import('@aws-sdk/client-rds')
  const client = await aws.rds(region)
  const { clusterId } = target.stackOutputs.database.regions[region]
  const { DBInstances } = await client.send(
    new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: [clusterId] }] }),
  )
  return [judgeInstances(region, DBInstances ?? [])]
}

export function judgeInstances(
  region: RegionId,
  instances: readonly Pick<DBInstance, 'DBInstanceIdentifier' | 'DBInstanceStatus'>[],
): Check {
  const states = instances.map((one) => `${one.DBInstanceIdentifier} ${one.DBInstanceStatus}`)
  return checkThat(
    instances.length > 0 && instances.every((one) => one.DBInstanceStatus === 'available'),
    `every database instance is available in ${region}`,
    states.join(', ') || 'no instance',
  )
}

function regionOfArn(arn: string | undefined): string {
  return arn?.split(':')[3] ?? 'unknown'
}
