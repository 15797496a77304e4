import { type RefusalReason, RoleChangeRefusedError } from '../errors.ts'
import {
  clusterOf,
  type DatabaseState,
  firstInstance,
  instanceOf,
  membersOf,
  writerOf,
} from './database-state.ts'

function refuse(reason: RefusalReason, message: string): never {
  throw new RoleChangeRefusedError(reason, message)
}

/** Throws RoleChangeRefusedError when the writer cannot be moved to a cluster now. */
export function checkRoleChange(state: DatabaseState, toClusterId: string, isDataLossAllowed: boolean): void {
  const target = clusterOf(state, toClusterId)
  if (toClusterId === state.writerClusterId)
    refuse(
      'clusterState',
      `DB cluster ${toClusterId} is the primary already; name a secondary cluster of the global cluster.`,
    )
  if (target.lineage === 'diverged')
    refuse(
      'globalClusterState',
      `DB cluster ${toClusterId} is being resynchronized after a failover. Wait until its SynchronizationStatus is connected.`,
    )
  requireInstance(state, toClusterId)
  if (!isDataLossAllowed) checkSwitchover(state)
}

/** A switchover loses nothing, so everything that takes part must be available. */
function checkSwitchover(state: DatabaseState): void {
  const writer = writerOf(state)
  const status = writer && instanceOf(state, writer.id).status
  if (status !== 'available')
    refuse(
      'globalClusterState',
      `The primary DB cluster ${state.writerClusterId} does not answer: its instance is ${status ?? 'missing'}. ` +
        'Wait for it, or fail over with AllowDataLoss.',
    )
  const behind = membersOf(state).find(
    ({ plan, synchronization }) =>
      plan.id !== state.writerClusterId && plan.instances.length > 0 && synchronization !== 'connected',
  )
  if (behind)
    refuse(
      'globalClusterState',
      `DB cluster ${behind.plan.id} is ${behind.synchronization}; all members must be connected for a switchover. ` +
        'Wait for it, or fail over with AllowDataLoss.',
    )
}

function requireInstance(state: DatabaseState, clusterId: string): void {
  const first = firstInstance(state, clusterId)
  if (!first) refuse('clusterState', `DB cluster ${clusterId} has no instance to write on. Add one first.`)
  const { status } = instanceOf(state, first.id)
  if (status === 'available') return
  refuse(
    'clusterState',
    `Instance ${first.id} of DB cluster ${clusterId} is ${status}. Wait until it is available.`,
  )
}

/** Throws RoleChangeRefusedError when a cluster cannot leave its global cluster now. */
export function checkRemoval(state: DatabaseState, clusterId: string): void {
  if (state.globalStatus !== 'available')
    refuse('globalClusterState', `The global cluster is ${state.globalStatus}. Wait until it is available.`)
  const isPrimary = clusterId === state.writerClusterId
  if (isPrimary && membersOf(state).length > 1)
    refuse(
      'globalClusterState',
      `DB cluster ${clusterId} is the primary, and the global cluster has secondaries. Remove those first.`,
    )
  if (isPrimary) return
  if (clusterOf(state, clusterId).lineage === 'diverged')
    refuse('clusterState', `DB cluster ${clusterId} is being resynchronized after a failover. Wait for that.`)
  requireInstance(state, clusterId)
}
