import type { EntryPoint } from '@meridian/operator-tools'
import type { RegionId } from '@meridian/topology'

/**
 * What somebody set out to do. `sweep` is a last read of one row; `snapshot` says that a snapshot of a cluster that was promoted
 * over holds a row; `phase` is a word of the story.
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

/** In whose name a history says what was done to the system. */
export const OPERATOR = 'operator'

/** What tells of a failure; `edge`: the edge of a region's home city is served by another region. */
export type Signal = 'alarm' | 'health check' | 'DNS answer' | 'edge'

/**
 * One line of a history. `invoke` begins an operation, one of the others with the same `op` ends it: `ok` it happened,
 * `fail` it certainly did not, `info` nobody knows. An operation without an end was never answered.
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
  /** Instance that served: `meridian-usw2-1`. */
  readonly database?: string
  /** One visitor's requests; each carries the token that the one before was answered with. */
  readonly session?: string
  readonly key?: string
  readonly id?: string
  readonly token?: string
  readonly isFound?: boolean
  readonly lagMs?: number
  readonly status?: number
  /** How long after its time in the schedule a request was sent, because this process was late; 0 by default. */
  readonly lateMs?: number
  /** Which sweep: the last one counts for what was lost. */
  readonly sweep?: number
  readonly to?: RegionId
  readonly signal?: Signal
  readonly detail?: string
}

/** How an operation ended. */
export type HistoryEnd = Omit<HistoryEvent, 'op' | 'atMs' | 'process' | 'action'>
