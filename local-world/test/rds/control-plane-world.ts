import {
  DescribeDBClusterSnapshotsCommand,
  DescribeGlobalClustersCommand,
  FailoverGlobalClusterCommand,
  type FailoverGlobalClusterMessage,
  type GlobalCluster,
  paginateDescribeEvents,
  RDSClient,
  SwitchoverGlobalClusterCommand,
} from '@aws-sdk/client-rds'
import { GLOBAL_CLUSTER_ID, type RegionId } from '@meridian/topology'
import pg from 'pg'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { OPEN } from '../support/test-trust.ts'
import { type DatabaseWorld, type DatabaseWorldOptions, startDatabaseWorld } from './database-world.ts'
import { eventually } from './eventually.ts'

export const USE1 = 'arn:aws:rds:us-east-1:000000000000:cluster:meridian-use1'
export const USW2 = 'arn:aws:rds:us-west-2:000000000000:cluster:meridian-usw2'
export const APNE2 = 'arn:aws:rds:ap-northeast-2:000000000000:cluster:meridian-apne2'

/** A world of databases with the RDS API, and the few operations that role change tests need. */
export interface ControlPlaneWorld extends DatabaseWorld {
  client(region: RegionId): RDSClient
  describe(): Promise<GlobalCluster>
  switchOver(callIn: RegionId, target: string): Promise<GlobalCluster | undefined>
  failOver(
    callIn: RegionId,
    target: string,
    flags?: Pick<FailoverGlobalClusterMessage, 'AllowDataLoss' | 'Switchover'>,
  ): Promise<GlobalCluster | undefined>
  /** Waits as a careful operator does: until available, nothing under way, this writer, all members connected. */
  untilSettled(writer: string): Promise<void>
  /** Messages of the events of a cluster, instance or snapshot, oldest first. */
  events(region: RegionId, sourceId: string, sourceType?: 'db-cluster' | 'db-instance'): Promise<string[]>
  snapshotIds(region: RegionId): Promise<string[]>
  /** Runs a statement as the world's superuser. */
  ask(instanceId: string, text: string): Promise<pg.QueryResult>
}

export async function startControlPlaneWorld(options: DatabaseWorldOptions = {}): Promise<ControlPlaneWorld> {
  await using undo = new AsyncDisposableStack()
  const world = undo.use(await startDatabaseWorld(options))
  if (!world.rds.control) throw new Error('RDS offers no API')
  const endpoint = undo.use(await startControlEndpoint([world.rds.control], world.journal, OPEN))
  const standing = undo.move()
  const client = (region: RegionId) =>
    new RDSClient({
      region,
      endpoint: `http://127.0.0.1:${endpoint.port}`,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    })

  async function describe(): Promise<GlobalCluster> {
    const { GlobalClusters: [global] = [] } = await client('us-east-1').send(
      new DescribeGlobalClustersCommand({}),
    )
    if (!global) throw new Error('There is no global cluster')
    return global
  }

  return {
    ...world,
    client,
    describe,
    async switchOver(callIn, target) {
      const command = new SwitchoverGlobalClusterCommand({
        GlobalClusterIdentifier: GLOBAL_CLUSTER_ID,
        TargetDbClusterIdentifier: target,
      })
      return (await client(callIn).send(command)).GlobalCluster
    },
    async failOver(callIn, target, flags = {}) {
      const command = new FailoverGlobalClusterCommand({
        GlobalClusterIdentifier: GLOBAL_CLUSTER_ID,
        TargetDbClusterIdentifier: target,
        ...flags,
      })
      return (await client(callIn).send(command)).GlobalCluster
    },
    untilSettled: (writer) =>
      eventually(`${writer} writes and all are connected`, async () => {
        const global = await describe()
        const members = global.GlobalClusterMembers ?? []
        const seen = {
          status: global.Status,
          failover: global.FailoverState,
          writers: members.filter((member) => member.IsWriter).map((member) => member.DBClusterArn),
          apart: members.filter((member) => member.SynchronizationStatus !== 'connected').length,
        }
        const wanted = { status: 'available', failover: undefined, writers: [writer], apart: 0 }
        if (JSON.stringify(seen) !== JSON.stringify(wanted)) throw new Error(`Seen: ${JSON.stringify(seen)}`)
      }),
    async events(region, sourceId, sourceType = 'db-cluster') {
      const asked = { SourceIdentifier: sourceId, SourceType: sourceType }
      const messages: string[] = []
      for await (const { Events = [] } of paginateDescribeEvents({ client: client(region) }, asked))
        messages.push(...Events.map((event) => event.Message ?? ''))
      return messages
    },
    async snapshotIds(region) {
      const { DBClusterSnapshots = [] } = await client(region).send(new DescribeDBClusterSnapshotsCommand({}))
      return DBClusterSnapshots.map((snapshot) => snapshot.DBClusterSnapshotIdentifier ?? '')
    },
    async ask(instanceId, text) {
      const connection = new pg.Client({ ...world.rds.administrate(instanceId), database: 'marketing' })
      connection.on('error', () => {})
      await connection.connect()
      try {
        return await connection.query(text)
      } finally {
        await connection.end()
      }
    },
    [Symbol.asyncDispose]: () => standing.disposeAsync(),
  }
}
