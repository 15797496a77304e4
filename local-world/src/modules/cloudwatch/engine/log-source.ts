import type { RunningLogs } from '../../logs/running.ts'
import type { MetricStore } from '../model/metric-store.ts'
import type { Source } from './source.ts'

/** Metrics from metric filters and from events in embedded metric format, as they arrive. */
export function createLogSource(logs: Pick<RunningLogs, 'onMetric'>, store: MetricStore): Source {
  const unsubscribe = logs.onMetric(({ dimensions, name, namespace, region, timestampMs, values }) => {
    const series = store.series({ region, namespace, name, dimensions })
    for (const value of values) series.add(value, timestampMs)
  })
  return { collect: () => {}, close: unsubscribe }
}
