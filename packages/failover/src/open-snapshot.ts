import { type AwsClients, until } from '@meridian/operator-tools'
import type { RegionId } from '@meridian/topology'

export interface SnapshotRequest {
  /** Where the snapshot is kept: the region of the old primary. */
  readonly region: RegionId
  /** `rds:unplanned-global-failover-…`, or a copy of it. */
  readonly snapshotId: string
  /** Of the cluster and its one instance while the snapshot is open; they are deleted with it. */
  readonly name: string
  /** One of the region's own: where the cluster's instance is to stand. */
  readonly subnetGroupName: string
  /** The login that the database had when the snapshot was taken. */
  readonly secretArn: string
  readonly database: string
}

/** A snapshot's data in an independent cluster; disposing it deletes cluster and instance, and leaves the snapshot. */
export interface OpenSnapshot extends AsyncDisposable {
  /** Rows as objects, by column. */
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
}

const ENGINE = 'aurora-postgresql'
const LOOK_EVERY_MS = 1_000
/** AWS takes minutes for a cluster and minutes for an instance. */
const WAIT_MS = 45 * 60_000

/**
 * Restores a snapshot to a cluster outside the global database, so that rows which a failover lost can be read.
 *
 * Everything goes through AWS's API, SQL included (the Data API), for an operator's machine reaches no database.
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

/** It costs money while it is there: an operator looks after it when AWS does not say in time that it is done. */
const PATIENCE = {
  deadlineMs: WAIT_MS,
  pollMs: LOOK_EVERY_MS,
  nextStep: 'Look at it with: aws rds describe-db-clusters',
}
