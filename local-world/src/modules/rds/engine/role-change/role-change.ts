import { RoleChangeFailedError } from '../../errors.ts'
import type { ClusterEvent } from '../../model/cluster-status.ts'
import { applyClusterEvent, clusterOf, firstInstance } from '../../model/database-state.ts'
import type { EventSource, EventText } from '../../model/events.ts'
import { flipEndpoint } from '../../model/role-change.ts'
import type { ClusterPlan, InstancePlan } from '../../plan/types.ts'
import type { RunningDatabase } from '../running-database.ts'

/** The participants in a change of writer. */
export interface RoleChange {
  readonly from: ClusterPlan
  readonly to: ClusterPlan
  readonly oldWriter: InstancePlan
  readonly target: InstancePlan
}

/** The change of writer that is under way. */
export function roleChangeOf({ state }: RunningDatabase): RoleChange {
  const { failover } = state
  const oldWriter = failover && firstInstance(state, failover.fromClusterId)
  const target = failover && firstInstance(state, failover.toClusterId)
  if (!oldWriter || !target)
    throw new RoleChangeFailedError('No change of writer between two instances is under way.')
  const { from, to } = {
    from: clusterOf(state, failover.fromClusterId).plan,
    to: clusterOf(state, failover.toClusterId).plan,
  }
  return { from, to, oldWriter, target }
}

export const clusterSource = ({ id, arn, region }: ClusterPlan): EventSource => ({
  type: 'db-cluster',
  id,
  arn,
  region,
})

export const instanceSource = ({ id, arn, region }: InstancePlan): EventSource => ({
  type: 'db-instance',
  id,
  arn,
  region,
})

/** Records an event of a change of writer for both clusters, each in its region. */
export function announceToBoth(database: RunningDatabase, change: RoleChange, text: EventText): void {
  database.announce(text, clusterSource(change.from))
  database.announce(text, clusterSource(change.to))
}

export function tellCluster(database: RunningDatabase, cluster: ClusterPlan, event: ClusterEvent): void {
  database.accept(applyClusterEvent(database.state, cluster.id, event), 'cluster', cluster.id)
}

/** Points the global writer endpoint at the new writer after the delay of DNS; until then clients resolve the old address. */
export function flipEndpointLater(
  database: RunningDatabase,
  { to, target }: RoleChange,
  flipped: EventText,
): void {
  const { clock } = database.dependencies.world
  database.undertake(target, async () => {
    await clock.sleep(database.delays.endpointFlip, database.ended.signal)
    if (database.ended.signal.aborted || database.state.writerClusterId !== to.id) return
    database.accept(flipEndpoint(database.state), 'global endpoint', to.id)
    database.announce(flipped, clusterSource(to))
  })
}
