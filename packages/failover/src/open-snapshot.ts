import { type AwsClients, until } from '@meridian/operator-tools'
import type { RegionId } from '@meridian/topology'

export interface SnapshotRequest {
  /** The snapshot's region: that of the old primary. */
  readonly region: RegionId
  /** `rds:unplanned-global-failover-…`, or a copy of it. */
  readonly snapshotId: string
  /** Name of the temporary cluster and its one instance, which are deleted at the end. */
  readonly name: string
  /** A subnet group of that region, for the cluster's instance. */
  readonly subnetGroupName: string
  /** The database login at the time of the snapshot. */
  readonly secretArn: string
  readonly database: string
}

/** A snapshot's data in a separate cluster; disposing it deletes cluster and instance but keeps the snapshot. */
export interface OpenSnapshot extends AsyncDisposable {
  /** Rows as objects, by column. */
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
}

const ENGINE = 'aurora-postgresql'
const LOOK_EVERY_MS = 1_000
/** Cluster and instance each take AWS several minutes. */
const WAIT_MS = 45 * 60_000

/**
 * Restores a snapshot to a cluster outside the global database, to read rows that a failover lost.
 *
 * Everything goes through the AWS API, even SQL (the Data API): operators' machines cannot reach the database.
 */
export async function openSnapshot(
  aws: Pick<AwsClients, 'rds' | 'rdsData'>,
  request: SnapshotRequest,
): Promise<OpenSnapshot> {
  const { region, name, secretArn, database } = request
  const {
    CreateDBInstanceCommand,
    DescribeDBInstancesCommand,
    DeleteDBClusterCommand,
    DeleteDBInstanceCommand,
    DescribeDBClustersCommand,
    EnableHttpEndpointCommand,
    RestoreDBClusterFromSnapshotCommand,
  } = await import('@aws-sdk/client-rds')
  const rds = await aws.rds(region)
  const instanceId = `${name}-1`
  const describeCluster = async () =>
    (await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: name }))).DBClusters?.[0]

  const { DBCluster } = await rds.send(
    new RestoreDBClusterFromSnapshotCommand({
      DBClusterIdentifier: name,
      SnapshotIdentifier: request.snapshotId,
      Engine: ENGINE,
      DBSubnetGroupName: request.subnetGroupName,
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
    }),
  )
  const resourceArn = DBCluster?.DBClusterArn ?? ''
  try {
    await until(
      `${name} to be available`,
      describeCluster,
      (cluster) => cluster?.Status === 'available',
      PATIENCE,
    )
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: instanceId,
        DBClusterIdentifier: name,
        DBInstanceClass: 'db.serverless',
        Engine: ENGINE,
      }),
    )
    const describeInstance = async () => {
      const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: instanceId })
      return (await rds.send(command)).DBInstances?.[0]
    }
    await until(
      `${instanceId} to be available`,
      describeInstance,
      (instance) => instance?.DBInstanceStatus === 'available',
      PATIENCE,
    )
    await rds.send(new EnableHttpEndpointCommand({ ResourceArn: resourceArn }))
  } catch (error) {
    await remove()
    throw error
  }
  return {
    async query(sql) {
      const { ExecuteStatementCommand } = await import('@aws-sdk/client-rds-data')
      const client = await aws.rdsData(region)
      const { formattedRecords = '[]' } = await client.send(
        new ExecuteStatementCommand({ resourceArn, secretArn, database, sql, formatRecordsAs: 'JSON' }),
      )
      return JSON.parse(formattedRecords)
    },
    [Symbol.asyncDispose]: remove,
  }

  async function remove(): Promise<void> {
    const members = (await describeCluster())?.DBClusterMembers ?? []
    if (members.length > 0) await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: instanceId }))
    await until(
      `${instanceId} to be gone`,
      describeCluster,
      (cluster) => cluster?.DBClusterMembers?.length === 0,
      PATIENCE,
    )
    await rds.send(new DeleteDBClusterCommand({ DBClusterIdentifier: name, SkipFinalSnapshot: true }))
  }
}

/** The cluster costs money: if AWS does not confirm its deletion in time, an operator has to check it. */
const PATIENCE = {
  deadlineMs: WAIT_MS,
  pollMs: LOOK_EVERY_MS,
  nextStep: 'Look at it with: aws rds describe-db-clusters',
}
