import { RoleChangeRefusedError } from '../errors.ts'

/** Status of a global cluster; AWS documents no list, these were seen in use. */
export type GlobalStatus = 'creating' | 'available' | 'switching-over' | 'failing-over' | 'deleting'

export type GlobalEvent =
  /** Every member has become available for the first time. */
  | 'membersReady'
  | 'switchoverRequested'
  | 'failoverRequested'
  /** The change of writer is complete. */
  | 'finished'
  /** The change was given up; the writer is the same as before. */
  | 'cancelled'
  | 'deleteRequested'

/** The next status; `ignored` changes nothing, `refused` is the caller's error. */
export type GlobalOutcome = GlobalStatus | 'ignored' | 'refused'

/** Every pair has an outcome: leaving one out does not compile. SPEC.md has the diagram. */
export const GLOBAL_TRANSITIONS: Readonly<
  Record<GlobalStatus, Readonly<Record<GlobalEvent, GlobalOutcome>>>
> = {
  creating: {
    membersReady: 'available',
    switchoverRequested: 'refused',
    failoverRequested: 'refused',
    finished: 'ignored',
    cancelled: 'ignored',
    deleteRequested: 'deleting',
  },
  available: {
    membersReady: 'ignored',
    switchoverRequested: 'switching-over',
    failoverRequested: 'failing-over',
    finished: 'ignored',
    cancelled: 'ignored',
    deleteRequested: 'deleting',
  },
  'switching-over': {
    membersReady: 'ignored',
    switchoverRequested: 'refused',
    failoverRequested: 'refused',
    finished: 'available',
    cancelled: 'available',
    deleteRequested: 'deleting',
  },
  'failing-over': {
    membersReady: 'ignored',
    switchoverRequested: 'refused',
    failoverRequested: 'refused',
    finished: 'available',
    cancelled: 'available',
    deleteRequested: 'deleting',
  },
  deleting: {
    membersReady: 'ignored',
    switchoverRequested: 'refused',
    failoverRequested: 'refused',
    finished: 'ignored',
    cancelled: 'ignored',
    deleteRequested: 'ignored',
  },
}

/** A change of writer that is under way; otherwise there is none. */
export interface FailoverState {
  readonly status: 'pending' | 'switching-over' | 'failing-over' | 'cancelling'
  readonly fromClusterId: string
  readonly toClusterId: string
  readonly isDataLossAllowed: boolean
}

/** The status after an event; throws RoleChangeRefusedError if it is not possible now. */
export function nextGlobalStatus(globalId: string, status: GlobalStatus, event: GlobalEvent): GlobalStatus {
  const outcome = GLOBAL_TRANSITIONS[status][event]
  if (outcome === 'ignored') return status
  if (outcome !== 'refused') return outcome
  throw new RoleChangeRefusedError(
    'globalClusterState',
    `Global cluster ${globalId} is ${status}; its writer can be changed while it is available. Wait for that.`,
  )
}
