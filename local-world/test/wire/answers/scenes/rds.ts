import { clusterId, GLOBAL_CLUSTER_ID } from '@meridian/topology'
import { createManualClock } from '../../../../src/kernel/clock.ts'
import { createRdsControl } from '../../../../src/modules/rds/control/service.ts'
import {
  addInstance,
  applyClusterEvent,
  applyInstanceEvent,
  clusterOf,
  createDatabaseState,
  type DatabaseState,
  removeInstance,
} from '../../../../src/modules/rds/model/database-state.ts'
import { EVENTS } from '../../../../src/modules/rds/model/events.ts'
import { membersReady, requestRoleChange } from '../../../../src/modules/rds/model/role-change.ts'
import { type ClusterSnapshot, failoverSnapshot } from '../../../../src/modules/rds/model/snapshot.ts'
import { planRds } from '../../../../src/modules/rds/plan/plan.ts'
import type { DatabasePlan } from '../../../../src/modules/rds/plan/types.ts'
import { fixtureGraph } from '../../../rds/fixture-program.ts'
import type { Scene } from '../scene.ts'

const START_MS = Date.UTC(2026, 0, 1)
const EAST = clusterId('us-east-1')
/** More than the minimum page size. */
const MANY = Array.from({ length: 21 }, (_, at) => at)

/** A global database during a failover, with a snapshot of an earlier one, from which a cluster is restored. */
export async function rds(): Promise<Scene> {
  const clock = createManualClock(START_MS)
  const parameters = Object.fromEntries(MANY.map((at) => [`custom.setting_${at}`, 'on']))
  const plan = planRds(program(parameters)).databases[0] as DatabasePlan
  let global = upAndRunning(createDatabaseState(plan, START_MS))
  let restored: DatabaseState | undefined
  const others = MANY.map((at) => renamed(global, `other-${at}`))
  const east = clusterOf(global, EAST)
  const snapshots: ClusterSnapshot[] = [failoverSnapshot(east, plan, START_MS)]
  const source = { type: 'db-cluster', id: EAST, arn: east.plan.arn, region: 'us-east-1' } as const
  const keep = (state: DatabaseState) => (restored = state)
  const service = createRdsControl(
    {
      states: () => [global, ...(restored ? [restored] : []), ...others],
      events: () => MANY.map(() => ({ ...EVENTS.endpointFlipped(), source, atMs: START_MS })),
      snapshots: () => snapshots,
      requestWriter: (_, to, isDataLossAllowed) =>
        (global = requestRoleChange(global, to, isDataLossAllowed).state),
      requestRemoval: () => global,
      restored: {
        size: 0,
        has: (arn) => restored?.plan.primary.arn === arn,
        restore(snapshot, primary) {
          const alone: DatabasePlan = { ...snapshot.origin, global: undefined, primary, secondaries: [] }
          return keep(upAndRunning(createDatabaseState(alone, clock.now())))
        },
        addInstance: (instance) => keep(upAndRunning(addInstance(restored!, instance, clock.now()))),
        removeInstance: () => {
          const [id = ''] = restored!.instances.keys()
          const before = restored!
          keep(removeInstance(before, id))
          return before
        },
        remove: () => restored!,
      },
      http: { enable: () => {}, disable: () => {}, isEnabled: () => true },
      copySnapshot: (_, target) => void snapshots.push({ ...target, status: 'available' }),
      forgetSnapshot: () => {},
    },
    clock.now,
  )
  return {
    service,
    async play(call) {
      const { DBClusters } = await call('DescribeDBClusters')
      await call('DescribeDBClusters', {}, 'us-west-2')
      await call('DescribeDBInstances', { MaxRecords: 20 })
      await call('DescribeEvents', { SourceType: 'db-cluster', SourceIdentifier: EAST })
      await call('DescribeDBClusterParameters', {
        DBClusterParameterGroupName: DBClusters[0].DBClusterParameterGroup,
      })
      await call('EnableHttpEndpoint', { ResourceArn: east.plan.arn })
      await call('DisableHttpEndpoint', { ResourceArn: east.plan.arn })
      await call('RemoveFromGlobalCluster', {
        GlobalClusterIdentifier: GLOBAL_CLUSTER_ID,
        DbClusterIdentifier: clusterOf(global, clusterId('ap-northeast-2')).plan.arn,
      })
      const { DBClusterSnapshots } = await call('DescribeDBClusterSnapshots')
      await call('CopyDBClusterSnapshot', {
        SourceDBClusterSnapshotIdentifier: DBClusterSnapshots[0].DBClusterSnapshotArn,
        TargetDBClusterSnapshotIdentifier: 'kept',
      })
      for (const at of MANY)
        await call('CopyDBClusterSnapshot', {
          SourceDBClusterSnapshotIdentifier: DBClusterSnapshots[0].DBClusterSnapshotArn,
          TargetDBClusterSnapshotIdentifier: `kept-${at}`,
        })
      await call('RestoreDBClusterFromSnapshot', {
        DBClusterIdentifier: 'restored',
        SnapshotIdentifier: 'kept',
        Engine: 'aurora-postgresql',
        DBSubnetGroupName: DBClusters[0].DBSubnetGroup,
      })
      await call('CreateDBInstance', {
        DBInstanceIdentifier: 'restored-1',
        DBClusterIdentifier: 'restored',
        DBInstanceClass: 'db.serverless',
        Engine: 'aurora-postgresql',
      })
      await call('DeleteDBInstance', { DBInstanceIdentifier: 'restored-1' })
      await call('DeleteDBCluster', { DBClusterIdentifier: 'restored', SkipFinalSnapshot: true })
      await call('DeleteDBClusterSnapshot', { DBClusterSnapshotIdentifier: 'kept' })
      const change = {
        GlobalClusterIdentifier: GLOBAL_CLUSTER_ID,
        TargetDbClusterIdentifier: clusterOf(global, clusterId('us-west-2')).plan.arn,
      }
      const settled = global
      await call('SwitchoverGlobalCluster', {
        ...change,
        GlobalClusterIdentifier: GLOBAL_CLUSTER_ID.toUpperCase(),
      })
      global = settled
      await call('FailoverGlobalCluster', { ...change, AllowDataLoss: true }, 'us-west-2')
      await call('DescribeGlobalClusters')
    },
  }
}

const TAGS = { tags: { project: 'meridian' } }

/** With a value for every optional member of clusters and instances. */
const program = (parameters: Readonly<Record<string, string>>) =>
  fixtureGraph({
    instancesPerCluster: 2,
    parameters,
    change: {
      global: TAGS,
      'us-east-1-cluster': {
        ...TAGS,
        copyTagsToSnapshot: true,
        enabledCloudwatchLogsExports: ['postgresql'],
        iamDatabaseAuthenticationEnabled: true,
        iamRoles: ['arn:aws:iam::000000000000:role/export'],
        storageType: 'aurora-iopt1',
      },
      'us-east-1-instance-1': TAGS,
    },
  })

/** The same state under another global cluster's name, for a long list. */
const renamed = (state: DatabaseState, id: string): DatabaseState => ({
  ...state,
  plan: { ...state.plan, global: state.plan.global && { ...state.plan.global, id } },
})

function upAndRunning(state: DatabaseState): DatabaseState {
  let next = state
  for (const id of next.instances.keys()) next = applyInstanceEvent(next, id, 'opened').state
  for (const id of next.clusters.keys()) next = applyClusterEvent(next, id, 'storageReady').state
  return membersReady(next).state
}
