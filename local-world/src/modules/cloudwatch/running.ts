import type { RegionId } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'
import type { Alarm } from './model/alarm-board.ts'
import type { AlarmState } from './model/alarm-state.ts'
import type { Metric, Series } from './model/metric-store.ts'

export type { Alarm, AlarmState }

/** CloudWatch as other modules use it. */
export interface RunningCloudWatch extends RunningModule {
  /** A series to which a module adds its values. */
  series(metric: Metric): Series
  alarms(): readonly Alarm[]
  onAlarm(listener: (alarm: Alarm) => void): () => void
  /** The state an alarm's data gives, ignoring SetAlarmState; undefined when there is no such alarm. */
  stateFromData(region: RegionId, alarmName: string): AlarmState | undefined
}
