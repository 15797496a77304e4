import { InstanceStateError } from '../errors.ts'

export type InstanceStatus =
  | 'creating'
  | 'available'
  | 'recovering'
  | 'stopping'
  | 'stopped'
  | 'starting'
  /** Stopped to come back in another role, with the same data. */
  | 'restarting'
  /** Its data is being replaced by a copy of the writer's. */
  | 'rebuilding'
  | 'deleting'

export type InstanceEvent =
  /** Its server answers queries. */
  | 'opened'
  /** Its server has ended, asked or not. */
  | 'ended'
  | 'stopRequested'
  | 'startRequested'
  | 'restartRequested'
  | 'rebuildRequested'
  | 'deleteRequested'

/** The next status; `ignored` changes nothing, `refused` is the caller's error. */
export type InstanceOutcome = InstanceStatus | 'ignored' | 'refused'

/** Every pair has an outcome: leaving one out does not compile. SPEC.md has the diagram. */
export const INSTANCE_TRANSITIONS: Readonly<
  Record<InstanceStatus, Readonly<Record<InstanceEvent, InstanceOutcome>>>
> = {
  creating: {
    opened: 'available',
    ended: 'recovering',
    stopRequested: 'refused',
    startRequested: 'refused',
    restartRequested: 'refused',
    rebuildRequested: 'refused',
    deleteRequested: 'deleting',
  },
  available: {
    opened: 'ignored',
    ended: 'recovering',
    stopRequested: 'stopping',
    startRequested: 'refused',
    restartRequested: 'restarting',
    rebuildRequested: 'rebuilding',
    deleteRequested: 'deleting',
  },
  recovering: {
    opened: 'available',
    ended: 'ignored',
    stopRequested: 'stopping',
    startRequested: 'refused',
    restartRequested: 'restarting',
    rebuildRequested: 'rebuilding',
    deleteRequested: 'deleting',
  },
  stopping: {
    opened: 'ignored',
    ended: 'stopped',
    stopRequested: 'refused',
    startRequested: 'refused',
    restartRequested: 'refused',
    rebuildRequested: 'rebuilding',
    deleteRequested: 'deleting',
  },
  stopped: {
    opened: 'ignored',
    ended: 'ignored',
    stopRequested: 'refused',
    startRequested: 'starting',
    restartRequested: 'refused',
    rebuildRequested: 'rebuilding',
    deleteRequested: 'deleting',
  },
  starting: {
    opened: 'available',
    ended: 'recovering',
    stopRequested: 'stopping',
    startRequested: 'refused',
    restartRequested: 'restarting',
    rebuildRequested: 'rebuilding',
    deleteRequested: 'deleting',
  },
  restarting: {
    opened: 'available',
    ended: 'recovering',
    stopRequested: 'refused',
    startRequested: 'refused',
    restartRequested: 'ignored',
    rebuildRequested: 'rebuilding',
    deleteRequested: 'deleting',
  },
  rebuilding: {
    opened: 'available',
    ended: 'ignored',
    stopRequested: 'refused',
    startRequested: 'refused',
    restartRequested: 'restarting',
    rebuildRequested: 'ignored',
    deleteRequested: 'deleting',
  },
  deleting: {
    opened: 'ignored',
    ended: 'ignored',
    stopRequested: 'refused',
    startRequested: 'refused',
    restartRequested: 'refused',
    rebuildRequested: 'refused',
    deleteRequested: 'ignored',
  },
}

/** The status after an event, unchanged if the event has no effect; throws if it is not possible now. */
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
