export type ClusterStatus = 'creating' | 'available' | 'deleting'

export type ClusterEvent =
  /** Its first instance answers queries, or it has none to wait for. */
  'storageReady' | 'deleteRequested'

/** Whether a secondary receives what the primary writes, in AWS's words. */
export type Synchronization = 'connected' | 'pending-resync'

export type SynchronizationEvent =
  /** The stream from the primary is open. */
  'streaming' | 'silent'

type Table<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Record<Event, State>>>
>

export const CLUSTER_TRANSITIONS: Table<ClusterStatus, ClusterEvent> = {
  creating: { storageReady: 'available', deleteRequested: 'deleting' },
  available: { storageReady: 'available', deleteRequested: 'deleting' },
  deleting: { storageReady: 'deleting', deleteRequested: 'deleting' },
}

export const SYNCHRONIZATION_TRANSITIONS: Table<Synchronization, SynchronizationEvent> = {
  connected: { streaming: 'connected', silent: 'pending-resync' },
  'pending-resync': { streaming: 'connected', silent: 'pending-resync' },
}
