import type { Clock } from '../../../kernel/clock.ts'
import type { FinishedQuery } from '../model/insights/query-result.ts'
import type { LiveTails } from '../model/live-tails.ts'
import type { MetricFilterPlan } from '../model/log-plan.ts'
import type { LogStore } from '../model/log-store.ts'

/** Dependencies of this control plane's operations. */
export interface LogsControl {
  readonly store: LogStore
  readonly filters: readonly MetricFilterPlan[]
  readonly tails: LiveTails
  /** The newest queries, by id. */
  readonly queries: Map<string, FinishedQuery>
  readonly clock: Clock
}
