import type { EntryPoint } from '@meridian/operator-tools'
import type { RegionId } from '@meridian/topology'

/**
 * What a process set out to do. `sweep` is a final read of one row; `snapshot` notes that a snapshot of a replaced primary's
 * cluster holds a row; `phase` names a part of the story.
 */
export type Action =
  | 'write'
  | 'read'
  | 'page'
  | 'sweep'
  | 'snapshot'
  | 'lag'
  | 'signal'
  | 'inject'
  | 'heal'
  | 'switchover'
  | 'last-region'
  | 'promoted'
  | 'failover'
  | 'phase'

/** The process name for actions taken on the system. */
export const OPERATOR = 'operator'

/** What reveals a failure; `edge`: the edge of a region's home city is served by another region. */
export type Signal = 'alarm' | 'health check' | 'DNS answer' | 'edge'

/**
 * One line of a history. `invoke` begins an operation; a line of another type with the same `op` ends it: `ok` it happened,
 * `fail` it certainly did not, `info` unknown. An operation without an end was never answered.
 */
export interface HistoryEvent {
  readonly op: number
  readonly type: 'invoke' | 'ok' | 'fail' | 'info'
  /** Since the history began, in milliseconds with two decimals. */
  readonly atMs: number
  /** Who: `seoul writer via edge`, `operator`. */
  readonly process: string
  readonly action: Action
  /** Where a request entered. */
  readonly via?: EntryPoint
  /** Region whose service answered. */
  readonly region?: string
  /** Instance that answered: `meridian-usw2-1`. */
  readonly database?: string
  /** Groups one visitor's requests; each carries the token from the previous answer. */
  readonly session?: string
  readonly key?: string
  readonly id?: string
  readonly token?: string
  readonly isFound?: boolean
  readonly lagMs?: number
  readonly status?: number
  /** How long after its scheduled time a request was sent, because this process was late; 0 by default. */
  readonly lateMs?: number
  /** Number of the sweep; the last one decides what was lost. */
  readonly sweep?: number
  readonly to?: RegionId
  readonly signal?: Signal
  readonly detail?: string
}

/** How an operation ended. */
export type HistoryEnd = Omit<HistoryEvent, 'op' | 'atMs' | 'process' | 'action'>
