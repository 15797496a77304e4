import type { Clock } from '../../../kernel/clock.ts'
import type { Alarm, AlarmBoard } from '../model/alarm-board.ts'
import type { Dashboards } from '../model/dashboards.ts'
import type { MetricStore } from '../model/metric-store.ts'

/** What the operations of this surface work on. */
export interface CloudWatchControl {
  readonly store: MetricStore
  readonly board: AlarmBoard
  readonly dashboards: Dashboards
  readonly clock: Clock
  /** Tells the world that an alarm has another state. */
  announce(alarm: Alarm): void
}
