import {
  DeleteGlobalClusterCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  RDSClient,
} from '@aws-sdk/client-rds'
import type { RegionId } from '@meridian/topology'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { createRdsControl } from '../../src/modules/rds/control/service.ts'
import {
  applyClusterEvent,
  applyInstanceEvent,
  clusterOf,
  createDatabaseState,
  type DatabaseState,
} from '../../src/modules/rds/model/database-state.ts'
import { membersReady } from '../../src/modules/rds/model/role-change.ts'
import { checkRemoval, checkRoleChange } from '../../src/modules/rds/model/role-change-rules.ts'
import { failoverSnapshot } from '../../src/modules/rds/model/snapshot.ts'
import { planRds } from '../../src/modules/rds/plan/plan.ts'
import type { DatabasePlan } from '../../src/modules/rds/plan/types.ts'
import { type ControlEndpoint, startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { OPEN } from '../support/test-trust.ts'
import { fixtureGraph } from './fixture-program.ts'

const ARN = 'arn:aws:rds:us-east-1:000000000000:cluster:meridian-use1'
const clock = createManualClock()
const HOUR_MS = 3_600_000
let state: DatabaseState
let endpoint: ControlEndpoint

beforeAll(async () => {
  const plan = planRds(fixtureGraph({ instancesPerCluster: 2 })).databases[0] as DatabasePlan
  state = createDatabaseState(plan, clock.now())
  for (const id of state.instances.keys()) state = applyInstanceEvent(state, id, 'opened').state
  for (const id of state.clusters.keys()) state = applyClusterEvent(state, id, 'storageReady').state
  state = membersReady(state).state
  const control = createRdsControl(
    {
      states: () => [state],
      events: () => [],
      snapshots: () => [failoverSnapshot(clusterOf(state, 'meridian-use1'), plan, clock.now() + HOUR_MS)],
      requestWriter: (_, to, isDataLossAllowed) => {
        checkRoleChange(state, to, isDataLossAllowed)
        return state
      },
      requestRemoval: (_, id) => {
        checkRemoval(state, id)
        return state
      },
      restored: {
        size: 0,
        has: () => false,
        restore: never,
        addInstance: never,
        removeInstance: never,
        remove: never,
      },
      http: { enable: never, disable: never, isEnabled: () => false },
      copySnapshot: never,
      forgetSnapshot: never,
    },
    clock.now,
  )
  endpoint = await startControlEndpoint([control], createJournal(clock), OPEN)
})
afterAll(() => endpoint[Symbol.asyncDispose]())

/** For operations on restored clusters: this world has none. */
function never(): never {
  throw new Error('Nothing was restored in this world')
}

function client(region: RegionId): RDSClient {
  return new RDSClient({
    region,
    endpoint: `http://127.0.0.1:${endpoint.port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
}

describe('DescribeGlobalClusters', () => {
  it('lists the writer’s cluster and its readers, identically in every region', async () => {
    for (const region of ['us-east-1', 'ap-northeast-2'] as const) {
      const { GlobalClusters: [global] = [] } = await client(region).send(
        new DescribeGlobalClustersCommand({}),
      )
      expect(global).toMatchObject({
        GlobalClusterIdentifier: 'meridian-global',
        Status: 'available',
        Engine: 'aurora-postgresql',
        EngineVersion: '17.7',
      })
      expect(global?.FailoverState).toBeUndefined()
      const writer = global?.GlobalClusterMembers?.find((member) => member.IsWriter)
      expect(writer?.DBClusterArn).toBe(ARN)
      expect(writer?.Readers).toHaveLength(2)
      const others = global?.GlobalClusterMembers?.filter((member) => !member.IsWriter) ?? []
      expect(others.map((member) => [member.Readers, member.SynchronizationStatus])).toEqual([
        [[], 'pending-resync'],
        [[], 'pending-resync'],
      ])
    }
  })

  it('filters by the region of a member', async () => {
    const ask = (region: string) =>
      client('us-east-1').send(
        new DescribeGlobalClustersCommand({ Filters: [{ Name: 'region', Values: [region] }] }),
      )
    expect((await ask('us-west-2')).GlobalClusters).toHaveLength(1)
    expect((await ask('eu-west-1')).GlobalClusters).toEqual([])
  })

  it('fails with AWS’s own error for an unknown identifier', async () => {
    const asked = client('us-east-1').send(
      new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: 'gone' }),
    )
    await expect(asked).rejects.toMatchObject({
      name: 'GlobalClusterNotFoundFault',
      message: 'Global cluster gone not found',
      $metadata: { httpStatusCode: 404 },
    })
  })
})

it('a snapshot has its own creation time and that of its cluster', async () => {
  const { DBClusterSnapshots = [] } = await client('us-east-1').send(
    new DescribeDBClusterSnapshotsCommand({}),
  )
  expect(DBClusterSnapshots).toHaveLength(1)
  expect(DBClusterSnapshots[0]).toMatchObject({
    ClusterCreateTime: new Date(clock.now()),
    SnapshotCreateTime: new Date(clock.now() + HOUR_MS),
  })
})

describe('DescribeDBClusters', () => {
  it('lists only the cluster of the requested region, with its endpoints and members', async () => {
    const { DBClusters = [] } = await client('us-west-2').send(new DescribeDBClustersCommand({}))
    expect(DBClusters).toHaveLength(1)
    expect(DBClusters[0]).toMatchObject({
      DBClusterIdentifier: 'meridian-usw2',
      Status: 'available',
      GlobalClusterIdentifier: 'meridian-global',
      ReplicationSourceIdentifier: ARN,
      ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
      ClusterCreateTime: new Date(clock.now()),
    })
    expect(DBClusters[0]?.DBClusterMembers?.map((member) => member.IsClusterWriter)).toEqual([false, false])
  })

  it('marks the writer in the primary', async () => {
    const { DBClusters = [] } = await client('us-east-1').send(
      new DescribeDBClustersCommand({ DBClusterIdentifier: ARN }),
    )
    expect(DBClusters[0]?.DBClusterMembers?.map((member) => member.IsClusterWriter)).toEqual([true, false])
    expect(DBClusters[0]?.ReplicationSourceIdentifier).toBeUndefined()
  })

  it('matches identifiers case-insensitively, as RDS does', async () => {
    const { DBClusters } = await client('us-east-1').send(
      new DescribeDBClustersCommand({ DBClusterIdentifier: 'Meridian-USE1' }),
    )
    expect(DBClusters).toHaveLength(1)
    const { DBInstances } = await client('us-east-1').send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'MERIDIAN-USE1-1' }),
    )
    expect(DBInstances).toHaveLength(1)
    const { GlobalClusters } = await client('us-east-1').send(
      new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: 'Meridian-Global' }),
    )
    expect(GlobalClusters).toHaveLength(1)
  })

  it('does not find a cluster of another region', async () => {
    const asked = client('us-west-2').send(
      new DescribeDBClustersCommand({ DBClusterIdentifier: 'meridian-use1' }),
    )
    await expect(asked).rejects.toMatchObject({
      name: 'DBClusterNotFoundFault',
      message: 'DBCluster meridian-use1 not found.',
    })
  })

  it('refuses a filter and a page size that RDS refuses', async () => {
    const filter = client('us-east-1').send(
      new DescribeDBClustersCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] }),
    )
    await expect(filter).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Unrecognized filter name: colour',
    })
    await expect(client('us-east-1').send(new DescribeDBClustersCommand({ MaxRecords: 5 }))).rejects.toThrow(
      /MaxRecords/,
    )
  })
})

describe('DescribeDBInstances', () => {
  it('shows a server that is recovering as rebooting', async () => {
    const before = state
    state = applyInstanceEvent(state, 'meridian-apne2-1', 'ended').state
    const { DBInstances = [] } = await client('ap-northeast-2').send(
      new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: ['meridian-apne2'] }] }),
    )
    state = before
    expect(DBInstances.map((instance) => [instance.DBInstanceIdentifier, instance.DBInstanceStatus])).toEqual(
      [
        ['meridian-apne2-1', 'rebooting'],
        ['meridian-apne2-2', 'available'],
      ],
    )
    expect(DBInstances[0]?.Endpoint).toMatchObject({ Port: 5432, HostedZoneId: 'ZLA2NUCOLGUUR' })
  })

  it('fails with AWS’s own error for an unknown identifier', async () => {
    const asked = client('us-east-1').send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'gone' }))
    await expect(asked).rejects.toMatchObject({
      name: 'DBInstanceNotFoundFault',
      message: 'DBInstance gone not found.',
    })
  })
})

describe('an operation that is not implemented', () => {
  it('fails with an error that names it', async () => {
    const asked = client('us-east-1').send(new DeleteGlobalClusterCommand({ GlobalClusterIdentifier: 'x' }))
    await expect(asked).rejects.toThrow(/DeleteGlobalCluster/)
  })
})
