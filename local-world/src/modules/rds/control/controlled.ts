import type { DatabaseState } from '../model/database-state.ts'
import type { RdsEvent } from '../model/events.ts'
import type { ClusterSnapshot } from '../model/snapshot.ts'

/** Reads the state of every database at the moment of a request. */
export type States = () => readonly DatabaseState[]

/** What the API reads and changes. */
export interface Controlled {
  readonly states: States
  readonly events: () => readonly RdsEvent[]
  readonly snapshots: () => readonly ClusterSnapshot[]
  /** Begins a change of writer; throws RoleChangeRefused. */
  readonly requestWriter: (globalId: string, toClusterId: string, isDataLossAllowed: boolean) => DatabaseState
  /** Begins to let a cluster leave; throws RoleChangeRefused. */
  readonly requestRemoval: (globalId: string, clusterId: string) => DatabaseState
}
