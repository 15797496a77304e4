import type { DatabaseState } from '../../model/database-state.ts'
import { clusterOf, firstInstance } from '../../model/database-state.ts'
import { requestRoleChange } from '../../model/role-change.ts'
import { checkRemoval, checkRoleChange } from '../../model/role-change-rules.ts'
import type { RunningDatabase } from '../running-database.ts'
import { failOver } from './failover.ts'
import { removeMember } from './removal.ts'
import { switchOver } from './switchover.ts'

/** Starts to move the writer to a cluster and returns the state at once, as RDS does; throws RoleChangeRefusedError. */
export function requestWriter(
  database: RunningDatabase,
  toClusterId: string,
  isDataLossAllowed: boolean,
): DatabaseState {
  checkRoleChange(database.state, toClusterId, isDataLossAllowed)
  const target = firstInstance(database.state, toClusterId)
  database.accept(
    requestRoleChange(database.state, toClusterId, isDataLossAllowed),
    'global cluster',
    toClusterId,
  )
  const requested = database.state
  const work = isDataLossAllowed ? failOver : switchOver
  if (target) database.undertake(target, () => work(database))
  return requested
}

/** Starts to remove a cluster from its global database; throws RoleChangeRefusedError. */
export function requestRemoval(database: RunningDatabase, clusterId: string): DatabaseState {
  checkRemoval(database.state, clusterId)
  const { plan } = clusterOf(database.state, clusterId)
  const [first] = plan.instances
  if (first) database.undertake(first, () => removeMember(database, plan))
  return database.state
}
