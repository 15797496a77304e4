// Moves the writer's role from one cluster to another in steps; each step is a pure change of the state.
import { changeLineage, type DatabaseState, membersOf, type Transition } from './database-state.ts'
import { type FailoverState, nextGlobalStatus } from './global-cluster.ts'

const globalIdOf = (state: DatabaseState): string => state.plan.global?.id ?? state.plan.primary.id

/** All members came up for the first time. */
export function membersReady(state: DatabaseState): Transition {
  return changeStatus(state, nextGlobalStatus(globalIdOf(state), state.globalStatus, 'membersReady'))
}

/** Accepts a request to change the writer; throws RoleChangeRefusedError while another change is under way. */
export function requestRoleChange(
  state: DatabaseState,
  toClusterId: string,
  isDataLossAllowed: boolean,
): Transition {
  const event = isDataLossAllowed ? 'failoverRequested' : 'switchoverRequested'
  const failover: FailoverState = {
    status: 'pending',
    fromClusterId: state.writerClusterId,
    toClusterId,
    isDataLossAllowed,
  }
  return changeStatus(
    { ...state, failover },
    nextGlobalStatus(globalIdOf(state), state.globalStatus, event),
    state.globalStatus,
  )
}

/** Advances the change under way to its next step. */
export function proceed(state: DatabaseState, status: FailoverState['status']): Transition {
  if (!state.failover || state.failover.status === status) return { state, change: undefined }
  const change = { from: state.failover.status, to: status }
  return { state: { ...state, failover: { ...state.failover, status } }, change }
}

/**
 * Makes the target the writer. After a switchover all members share its history; after a failover every other member has
 * diverged and waits to be rebuilt.
 */
export function promoteTarget(state: DatabaseState): Transition {
  const { failover } = state
  if (!failover) return { state, change: undefined }
  const promoted: DatabaseState = { ...state, writerClusterId: failover.toClusterId }
  const after = failover.isDataLossAllowed ? divergeOthers(promoted) : promoted
  return { state: after, change: { from: failover.fromClusterId, to: failover.toClusterId } }
}

function divergeOthers(state: DatabaseState): DatabaseState {
  return membersOf(state)
    .filter(({ plan }) => plan.id !== state.writerClusterId)
    .reduce((now, { plan }) => changeLineage(now, plan.id, 'diverged').state, state)
}

/** Points the global writer endpoint at the writer again. */
export function flipEndpoint(state: DatabaseState): Transition {
  const { endpointClusterId: from, writerClusterId: to } = state
  if (from === to) return { state, change: undefined }
  return { state: { ...state, endpointClusterId: to }, change: { from, to } }
}

/** Completes or cancels the change: nothing is under way any more. */
export function endRoleChange(state: DatabaseState, event: 'finished' | 'cancelled'): Transition {
  const status = nextGlobalStatus(globalIdOf(state), state.globalStatus, event)
  return changeStatus({ ...state, failover: undefined }, status, state.globalStatus)
}

function changeStatus(
  state: DatabaseState,
  to: DatabaseState['globalStatus'],
  from: DatabaseState['globalStatus'] = state.globalStatus,
): Transition {
  const next: DatabaseState = { ...state, globalStatus: to }
  return { state: next, change: from === to ? undefined : { from, to } }
}
