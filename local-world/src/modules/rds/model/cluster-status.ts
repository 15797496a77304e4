export type ClusterStatus = 'creating' | 'available' | 'promoting' | 'failing-over' | 'modifying' | 'deleting'

export type ClusterEvent =
  /** Its first instance answers queries, or it has none to wait for. */
  | 'storageReady'
  /** It will become the writer's cluster, or an independent one. */
  | 'promotionBegan'
  /** It was the primary and will follow the new writer. */
  | 'demotionBegan'
  /** It was the primary, and another was promoted without waiting for it. */
  | 'supplanted'
  /** Its data will be replaced by a copy of the writer's. */
  | 'rebuildBegan'
  /** What was under way has ended, successfully or not. */
  | 'settled'
  | 'deleteRequested'

/** Whether a secondary receives what the primary writes, in AWS's words. */
export type Synchronization = 'connected' | 'pending-resync'

export type SynchronizationEvent =
  /** The stream from the primary is open. */
  'streaming' | 'silent'

type Table<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Record<Event, State>>>
>

/** Every pair has an outcome; the same status means that the event changes nothing. */
export const CLUSTER_TRANSITIONS: Table<ClusterStatus, ClusterEvent> = {
  creating: {
    storageReady: 'available',
    promotionBegan: 'creating',
    demotionBegan: 'creating',
    supplanted: 'creating',
    rebuildBegan: 'creating',
    settled: 'creating',
    deleteRequested: 'deleting',
  },
  available: {
    storageReady: 'available',
    promotionBegan: 'promoting',
    demotionBegan: 'modifying',
    supplanted: 'failing-over',
    rebuildBegan: 'modifying',
    settled: 'available',
    deleteRequested: 'deleting',
  },
  promoting: {
    storageReady: 'promoting',
    promotionBegan: 'promoting',
    demotionBegan: 'promoting',
    supplanted: 'failing-over',
    rebuildBegan: 'modifying',
    settled: 'available',
    deleteRequested: 'deleting',
  },
  'failing-over': {
    storageReady: 'failing-over',
    promotionBegan: 'failing-over',
    demotionBegan: 'failing-over',
    supplanted: 'failing-over',
    rebuildBegan: 'modifying',
    settled: 'available',
    deleteRequested: 'deleting',
  },
  modifying: {
    storageReady: 'modifying',
    promotionBegan: 'modifying',
    demotionBegan: 'modifying',
    supplanted: 'failing-over',
    rebuildBegan: 'modifying',
    settled: 'available',
    deleteRequested: 'deleting',
  },
  deleting: {
    storageReady: 'deleting',
    promotionBegan: 'deleting',
    demotionBegan: 'deleting',
    supplanted: 'deleting',
    rebuildBegan: 'deleting',
    settled: 'deleting',
    deleteRequested: 'deleting',
  },
}

export const SYNCHRONIZATION_TRANSITIONS: Table<Synchronization, SynchronizationEvent> = {
  connected: { streaming: 'connected', silent: 'pending-resync' },
  'pending-resync': { streaming: 'connected', silent: 'pending-resync' },
}
