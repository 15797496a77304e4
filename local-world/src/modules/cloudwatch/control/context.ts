import type { Clock } from '../../../kernel/clock.ts'
import type { Alarm, AlarmBoard } from '../model/alarm-board.ts'
import type { Dashboards } from '../model/dashboards.ts'
import type { MetricStore } from '../model/metric-store.ts'

/** Dependencies of this control plane's operations. */
export interface CloudWatchControl {
  readonly store: MetricStore
  readonly board: AlarmBoard
  readonly dashboards: Dashboards
  readonly clock: Clock
  /** Announces an alarm's change of state to the world. */
  announce(alarm: Alarm): void
}
