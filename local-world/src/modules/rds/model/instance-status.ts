import { InstanceStateError } from '../errors.ts'

export type InstanceStatus =
  | 'creating'
  | 'available'
  | 'recovering'
  | 'stopping'
  | 'stopped'
  | 'starting'
  | 'deleting'

export type InstanceEvent =
  /** Its server answers queries. */
  | 'opened'
  /** Its server has ended, asked or not. */
  | 'ended'
  | 'stopRequested'
  | 'startRequested'
  | 'deleteRequested'

/** The next status; `ignored` changes nothing, `refused` is an error of whoever asked. */
export type InstanceOutcome = InstanceStatus | 'ignored' | 'refused'

/** Every pair has an outcome: leaving one out does not compile. SPEC.md draws it. */
export const INSTANCE_TRANSITIONS: Readonly<
  Record<InstanceStatus, Readonly<Record<InstanceEvent, InstanceOutcome>>>
> = {
  creating: {
    opened: 'available',
    ended: 'recovering',
    stopRequested: 'refused',
    startRequested: 'refused',
    deleteRequested: 'deleting',
  },
  available: {
    opened: 'ignored',
    ended: 'recovering',
    stopRequested: 'stopping',
    startRequested: 'refused',
    deleteRequested: 'deleting',
  },
  recovering: {
    opened: 'available',
    ended: 'ignored',
    stopRequested: 'stopping',
    startRequested: 'refused',
    deleteRequested: 'deleting',
  },
  stopping: {
    opened: 'ignored',
    ended: 'stopped',
    stopRequested: 'refused',
    startRequested: 'refused',
    deleteRequested: 'deleting',
  },
  stopped: {
    opened: 'ignored',
    ended: 'ignored',
    stopRequested: 'refused',
    startRequested: 'starting',
    deleteRequested: 'deleting',
  },
  starting: {
    opened: 'available',
    ended: 'recovering',
    stopRequested: 'stopping',
    startRequested: 'refused',
    deleteRequested: 'deleting',
  },
  deleting: {
    opened: 'ignored',
    ended: 'ignored',
    stopRequested: 'refused',
    startRequested: 'refused',
    deleteRequested: 'ignored',
  },
}

/** The status after an event, the same one when the event changes nothing; throws for what cannot be asked now. */
export function nextInstanceStatus(
  instanceId: string,
  status: InstanceStatus,
  event: InstanceEvent,
): InstanceStatus {
  const outcome = INSTANCE_TRANSITIONS[status][event]
  if (outcome === 'ignored') return status
  if (outcome !== 'refused') return outcome
  const wanted = Object.entries(INSTANCE_TRANSITIONS)
    .filter(([, outcomes]) => outcomes[event] !== 'refused')
    .map(([from]) => from)
  throw new InstanceStateError(
    `Instance "${instanceId}" is ${status}; ${event} is possible while it is ${wanted.join(' or ')}. Wait for that.`,
  )
}
