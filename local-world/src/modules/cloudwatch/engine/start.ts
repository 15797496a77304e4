import type { World } from '../../../kernel/module.ts'
import { createCloudWatchControl } from '../control/service.ts'
import { AlarmBoard } from '../model/alarm-board.ts'
import { Dashboards } from '../model/dashboards.ts'
import { MetricStore } from '../model/metric-store.ts'
import type { CloudWatchPlan } from '../plan/plan.ts'
import type { Alarm, RunningCloudWatch } from '../running.ts'
import { createNotifier } from './notify.ts'
import type { Source } from './source.ts'

/** How often sources are read and alarms evaluated. */
const BEAT_MS = 1_000

/** Collects from the sources and evaluates the alarms at each beat. */
export function startCloudWatch(
  plan: CloudWatchPlan,
  { clock, journal, settings }: Pick<World, 'clock' | 'journal' | 'settings'>,
  createSources: (store: MetricStore) => readonly Source[],
): RunningCloudWatch {
  const store = new MetricStore()
  const board = new AlarmBoard(store, settings.timeScale, clock.now())
  for (const alarm of [...plan.alarms, ...plan.composites]) board.define(alarm, clock.now())
  const dashboards = new Dashboards(plan.dashboards, clock.now())
  const sources = createSources(store)
  const notify = createNotifier(plan.topics, journal)
  const listeners = new Set<(alarm: Alarm) => void>()
  const stop = new AbortController()
  const beating = beat()

  return {
    control: createCloudWatchControl({ store, board, dashboards, clock, announce }),
    addresses: () => [],
    series: (metric) => store.series(metric),
    alarms: () => board.list(),
    onAlarm(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stateFromData(region, alarmName) {
      const alarm = board.find(region, alarmName)
      return alarm && board.stateFromData(alarm, clock.now())
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await beating
      for (const source of sources) source.close()
    },
  }

  async function beat(): Promise<void> {
    while (!stop.signal.aborted) {
      await Promise.all(sources.map((source) => source.collect(clock.now())))
      for (const alarm of board.evaluate(clock.now())) announce(alarm)
      await clock.sleep(BEAT_MS, stop.signal)
    }
  }

  function announce(alarm: Alarm): void {
    const { definition, reason, state } = alarm
    if (isWorthSaying(alarm))
      journal.record({
        module: 'cloudwatch',
        event: `alarm is ${state}`,
        subject: definition.name,
        region: definition.region,
        detail: { reason },
      })
    notify(alarm)
    for (const listener of listeners) listener(alarm)
  }
}

/** In a new world every alarm gets its first data within a minute or two; only changes to or from ALARM are news. */
function isWorthSaying({ history, state }: Alarm): boolean {
  return state === 'ALARM' || history.at(-1)?.from === 'ALARM'
}
