import { readFile } from 'node:fs/promises'
import {
  CopyDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DeleteDBClusterSnapshotCommand,
  DeleteDBInstanceCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  type RDSClient,
  RestoreDBClusterFromSnapshotCommand,
} from '@aws-sdk/client-rds'
import { ExecuteStatementCommand } from '@aws-sdk/client-rds-data'
import { openSnapshot } from '@meridian/failover'
import { createAwsClients } from '@meridian/operator-tools'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createRdsDataControl } from '../../src/modules/rdsdata/control/service.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { OPEN } from '../support/test-trust.ts'
import { type ControlPlaneWorld, startControlPlaneWorld, USE1, USW2 } from './control-plane-world.ts'
import { eventually, REBUILD_MS } from './eventually.ts'
import { fixtureGraph, MASTER } from './fixture-program.ts'

const EAST = 'meridian-use1-1'
const WEST = 'meridian-usw2-1'
const RESTORED = 'lost-rows'

let world: ControlPlaneWorld
let east: RDSClient
let snapshotId = ''

/** A failover loses row 2, which only its snapshot has. */
beforeAll(async () => {
  world = await startControlPlaneWorld({ graph: fixtureGraph() })
  east = world.client('us-east-1')
  await world.ask(EAST, 'CREATE TABLE lead (n int PRIMARY KEY)')
  await world.ask(EAST, `GRANT SELECT ON lead TO ${MASTER.username}`)
  await world.ask(EAST, 'INSERT INTO lead VALUES (1)')
  await eventually('the row is in the west', async () =>
    expect((await world.ask(WEST, 'SELECT FROM lead')).rowCount).toBe(1),
  )
  world.rds.pauseReplication('us-west-2')
  await world.ask(EAST, 'INSERT INTO lead VALUES (2)')
  await world.rds.loseRegion('us-east-1')
  await world.failOver('us-west-2', USW2, { AllowDataLoss: true })
  await eventually('the west writes', async () =>
    expect((await world.rds.position(WEST)).isWritable).toBe(true),
  )
  world.rds.resumeReplication('us-west-2')
  await world.rds.restoreRegion('us-east-1')
  await world.untilSettled(USW2)
  snapshotId = (await world.snapshotIds('us-east-1'))[0] ?? ''
}, REBUILD_MS)
afterAll(() => world[Symbol.asyncDispose]())

const subnetGroup = async () =>
  (await east.send(new DescribeDBClustersCommand({ DBClusterIdentifier: 'meridian-use1' }))).DBClusters?.[0]
    ?.DBSubnetGroup

async function restore(id: string, from = snapshotId) {
  const command = new RestoreDBClusterFromSnapshotCommand({
    DBClusterIdentifier: id,
    SnapshotIdentifier: from,
    Engine: 'aurora-postgresql',
    DBSubnetGroupName: await subnetGroup(),
  })
  return (await east.send(command)).DBCluster
}

const cluster = async (id: string) =>
  (await east.send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }))).DBClusters?.[0]

const createInstance = (id: string, clusterId: string) =>
  east.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: id,
      DBClusterIdentifier: clusterId,
      DBInstanceClass: 'db.serverless',
      Engine: 'aurora-postgresql',
    }),
  )

const untilCluster = (id: string) =>
  eventually(`${id} is available`, async () => expect((await cluster(id))?.Status).toBe('available'))

const untilInstance = (id: string) =>
  eventually(`${id} is available`, async () => {
    const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: id })
    const { DBInstances } = await east.send(command)
    expect(DBInstances?.[0]?.DBInstanceStatus).toBe('available')
  })

async function rowsAt(endpoint: string): Promise<number[]> {
  const ca = await readFile(world.authorityFile, 'utf8')
  const client = new pg.Client({
    host: '127.0.0.1',
    port: world.portOf(endpoint),
    database: 'marketing',
    user: MASTER.username,
    password: MASTER.password,
    ssl: { ca, servername: endpoint },
  })
  await client.connect()
  const { rows } = await client.query<{ n: number }>('SELECT n FROM lead ORDER BY n')
  await client.end()
  return rows.map(({ n }) => n)
}

describe('a snapshot of a failover', () => {
  it('(4) can be restored to an independent cluster, which has the lost rows, and deleted again', async () => {
    const made = await restore(RESTORED)
    expect(made).toMatchObject({ Status: 'creating', DBClusterMembers: [], MasterUsername: MASTER.username })
    expect(made?.GlobalClusterIdentifier).toBeUndefined()
    await untilCluster(RESTORED)
    const { DBInstance } = await createInstance('lost-rows-1', RESTORED)
    expect(DBInstance).toMatchObject({ DBInstanceStatus: 'creating', DBClusterIdentifier: RESTORED })
    await untilInstance('lost-rows-1')

    expect(await rowsAt(made?.Endpoint ?? '')).toEqual([1, 2])
    expect((await world.ask(WEST, 'SELECT n FROM lead')).rows).toEqual([{ n: 1 }])
    await world.ask('lost-rows-1', 'INSERT INTO lead VALUES (3)')

    const deletion = new DeleteDBClusterCommand({ DBClusterIdentifier: RESTORED, SkipFinalSnapshot: true })
    await expect(east.send(deletion)).rejects.toMatchObject({ name: 'InvalidDBClusterStateFault' })
    await east.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'lost-rows-1' }))
    await eventually('the instance is gone', async () =>
      expect((await cluster(RESTORED))?.DBClusterMembers).toEqual([]),
    )
    await createInstance('lost-rows-2', RESTORED)
    await untilInstance('lost-rows-2')
    // The volume belongs to the cluster: another instance finds what the first one wrote.
    expect(await rowsAt(made?.Endpoint ?? '')).toEqual([1, 2, 3])
    await east.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'lost-rows-2' }))
    await eventually('the instance is gone', async () =>
      expect((await cluster(RESTORED))?.DBClusterMembers).toEqual([]),
    )
    expect((await east.send(deletion)).DBCluster?.Status).toBe('deleting')
    await eventually('the cluster is gone', () =>
      expect(cluster(RESTORED)).rejects.toMatchObject({ name: 'DBClusterNotFoundFault' }),
    )
    expect(await world.snapshotIds('us-east-1')).toContain(snapshotId)
  })

  // INV-RDSDATA-1, INV-RDSDATA-2, INV-RDSDATA-3
  it('(4) can be read with the SDK alone: the lost rows over HTTP, and the cluster deleted afterwards', async () => {
    const secretString = () => JSON.stringify(MASTER)
    const serverOf = (arn: string) => world.rds.httpServer(arn)
    const endpoint = await startControlEndpoint(
      [world.rds.control, createRdsDataControl({ serverOf, secretString })].flatMap((one) => one ?? []),
      world.journal,
      OPEN,
    )
    onTestFinished(() => endpoint[Symbol.asyncDispose]())
    using aws = createAwsClients({
      endpoint: `http://127.0.0.1:${endpoint.port}`,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
    const opened = await openSnapshot(aws, {
      region: 'us-east-1',
      name: 'opened',
      secretArn: 'arn:of:the:login',
      database: 'marketing',
      snapshotId,
      subnetGroupName: (await subnetGroup()) ?? '',
    })
    expect(await opened.query('SELECT n, n > 1 AS lost FROM lead ORDER BY n')).toEqual([
      { n: 1, lost: false },
      { n: 2, lost: true },
    ])
    await expect(opened.query('SELECT FROM nothing')).rejects.toMatchObject({
      name: 'DatabaseErrorException',
    })
    const data = await aws.rdsData('us-east-1')
    const asked = {
      resourceArn: (await cluster('opened'))?.DBClusterArn,
      secretArn: 'arn:of:the:login',
      database: 'marketing',
      parameters: [{ name: 'wanted', value: { longValue: 2 } }],
    }
    const { records } = await data.send(
      new ExecuteStatementCommand({
        ...asked,
        sql: 'SELECT n, n::text, null FROM lead WHERE n = :wanted::int',
      }),
    )
    expect(records).toEqual([[{ longValue: 2 }, { stringValue: '2' }, { isNull: true }]])
    const incomplete = data.send(
      new ExecuteStatementCommand({ ...asked, sql: 'SELECT FROM lead WHERE n IN (:wanted, :other)' }),
    )
    await expect(incomplete).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Cannot find parameter: other',
    })
    const resourceArn = USE1
    const closed = data.send(
      new ExecuteStatementCommand({ resourceArn, secretArn: 'arn:of:the:login', sql: 'SELECT 1' }),
    )
    await expect(closed).rejects.toMatchObject({ name: 'BadRequestException' })
    await opened[Symbol.asyncDispose]()
    await eventually('the cluster is gone', () =>
      expect(cluster('opened')).rejects.toMatchObject({ name: 'DBClusterNotFoundFault' }),
    )
  })

  it('can be copied under another name, to another region too, and the copy deleted', async () => {
    const west = world.client('us-west-2')
    const { DBClusterSnapshots: [source] = [] } = await east.send(new DescribeDBClusterSnapshotsCommand({}))
    const copy = {
      SourceDBClusterSnapshotIdentifier: source?.DBClusterSnapshotArn,
      TargetDBClusterSnapshotIdentifier: 'kept',
      KmsKeyId: 'arn:aws:kms:us-west-2:000000000000:key/1',
    }
    const { DBClusterSnapshot } = await west.send(new CopyDBClusterSnapshotCommand(copy))
    expect(DBClusterSnapshot).toMatchObject({
      DBClusterSnapshotIdentifier: 'kept',
      SnapshotType: 'manual',
      SourceDBClusterSnapshotArn: source?.DBClusterSnapshotArn,
    })
    const statuses = async () =>
      (await west.send(new DescribeDBClusterSnapshotsCommand({}))).DBClusterSnapshots?.map(
        ({ Status }) => Status,
      )
    await eventually('the copy is available', async () => expect(await statuses()).toEqual(['available']))
    await expect(west.send(new CopyDBClusterSnapshotCommand(copy))).rejects.toMatchObject({
      name: 'DBClusterSnapshotAlreadyExistsFault',
    })
    await west.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: 'kept' }))
    expect(await statuses()).toEqual([])
    const automated = new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: snapshotId })
    await expect(east.send(automated)).rejects.toMatchObject({
      name: 'InvalidDBClusterSnapshotStateFault',
      message: 'Only manual snapshots may be deleted.',
    })
  })

  it('(13) is not restored under an existing or invalid name, nor when it does not exist', async () => {
    await expect(restore('meridian-use1')).rejects.toMatchObject({ name: 'DBClusterAlreadyExistsFault' })
    await expect(restore('MERIDIAN-USE1')).rejects.toMatchObject({ name: 'DBClusterAlreadyExistsFault' })
    await expect(restore('two--hyphens')).rejects.toMatchObject({ name: 'InvalidParameterValue' })
    await expect(restore('other', 'rds:none')).rejects.toMatchObject({
      name: 'DBClusterSnapshotNotFoundFault',
    })
    await expect(createInstance(WEST, 'meridian-use1')).rejects.toMatchObject({
      name: 'DBInstanceAlreadyExistsFault',
    })
  })

  it('does not allow the deletion of clusters of the program', async () => {
    const member = new DeleteDBClusterCommand({
      DBClusterIdentifier: 'meridian-use1',
      SkipFinalSnapshot: true,
    })
    await expect(east.send(member)).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
      message: 'This cluster is a part of a global cluster, please remove it from globalcluster first',
    })
    expect((await world.describe()).GlobalClusterMembers?.map(({ DBClusterArn }) => DBClusterArn)).toContain(
      USE1,
    )
  })
})
