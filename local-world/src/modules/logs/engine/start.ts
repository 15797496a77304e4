import { BoundedMap } from '../../../kernel/bounded-map.ts'
import type { World } from '../../../kernel/module.ts'
import { createLogsControl } from '../control/service.ts'
import { LogGroupMissingError } from '../errors.ts'
import { LiveTails } from '../model/live-tails.ts'
import type { LogGroup } from '../model/log-group.ts'
import { LogLines } from '../model/log-lines.ts'
import type { LogsPlan } from '../model/log-plan.ts'
import { LogStore } from '../model/log-store.ts'
import { compileMetricFilter, embeddedMetrics, type MetricPoint } from '../model/metric-extraction.ts'
import type { RunningLogs } from '../running.ts'

/** Each holds its results, at most 10,000 rows. */
const KEPT_QUERIES = 30

/** Creates the program's groups; tasks write to them as they start. */
export function startLogs(plan: LogsPlan, { clock }: Pick<World, 'clock'>): RunningLogs {
  const store = new LogStore(plan.groups, clock.now())
  const filters = plan.filters.map(compileMetricFilter)
  const tails = new LiveTails()
  const listeners = new Set<(point: MetricPoint) => void>()

  return {
    control: createLogsControl({
      store,
      filters: plan.filters,
      tails,
      queries: new BoundedMap(KEPT_QUERIES),
      clock,
    }),
    addresses: () => [],
    openStream(region, groupName, stream) {
      const group = store.find(region, groupName)
      if (!group) throw new LogGroupMissingError(groupName, region)
      group.openStream(stream, clock.now())
      return {
        follow(output) {
          const lines = new LogLines()
          const take = (messages: readonly string[]) => {
            for (const message of messages) append(group, stream, message)
          }
          output.on('data', (text: string) => take(lines.push(text))).once('end', () => take(lines.end()))
        },
      }
    },
    onMetric(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async [Symbol.asyncDispose]() {
      tails.close()
    },
  }

  function append(group: LogGroup, stream: string, message: string): void {
    const event = store.append(group, stream, message, clock.now())
    tails.offer(group, event)
    for (const listener of listeners) {
      for (const point of embeddedMetrics(group.plan.region, event)) listener(point)
      for (const filter of filters) for (const point of filter.extract(group, event)) listener(point)
    }
  }
}
