import type { RegionId } from '@meridian/topology'
import {
  type AlarmDefinition,
  type CompositeDefinition,
  EXTRA_PERIODS,
  type Measure,
  stateOf,
} from './alarm.ts'
import type { AlarmState } from './alarm-state.ts'
import type { MetricStore } from './metric-store.ts'
import { statistic } from './statistics.ts'

export interface StateChange {
  readonly atMs: number
  readonly from: AlarmState
  readonly to: AlarmState
  readonly reason: string
}

export type AnyDefinition = AlarmDefinition | CompositeDefinition

export interface Alarm<Definition extends AnyDefinition = AnyDefinition> {
  readonly definition: Definition
  /** The current state, from data or from a later SetAlarmState. */
  readonly state: AlarmState
  readonly reason: string
  /** JSON, only for a state set by SetAlarmState. */
  readonly reasonData: string | undefined
  readonly stateSinceMs: number
  readonly definedAtMs: number
  /** Newest last. */
  readonly history: readonly StateChange[]
}

const KEPT_CHANGES = 100

/** All alarms of all regions, with their states. */
export class AlarmBoard {
  readonly #store: MetricStore
  readonly #timeScale: number
  readonly #startedAtMs: number
  readonly #alarms = new Map<string, Alarm>()

  /** `startedAtMs`: when data collection started. */
  constructor(store: MetricStore, timeScale: number, startedAtMs: number) {
    this.#store = store
    this.#startedAtMs = startedAtMs
    this.#timeScale = timeScale
  }

  /** Redefining an alarm keeps its state. */
  define(definition: AnyDefinition, nowMs: number): void {
    const key = keyOf(definition.region, definition.name)
    const known = this.#alarms.get(key)
    this.#alarms.set(key, {
      state: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      reasonData: undefined,
      stateSinceMs: nowMs,
      history: [],
      ...known,
      definition,
      definedAtMs: nowMs,
    })
  }

  delete(region: RegionId, name: string): boolean {
    return this.#alarms.delete(keyOf(region, name))
  }

  find(region: RegionId, name: string): Alarm | undefined {
    return this.#alarms.get(keyOf(region, name))
  }

  list(region?: RegionId): readonly Alarm[] {
    const all = [...this.#alarms.values()]
    return region === undefined ? all : all.filter(({ definition }) => definition.region === region)
  }

  /** Holds until the next evaluation, which goes by the data. */
  setState(alarm: Alarm, state: AlarmState, reason: string, nowMs: number, reasonData?: string): Alarm {
    const changed: Alarm = {
      ...alarm,
      state,
      reason,
      reasonData,
      ...(state !== alarm.state && {
        stateSinceMs: nowMs,
        history: [...alarm.history, { atMs: nowMs, from: alarm.state, to: state, reason }].slice(
          -KEPT_CHANGES,
        ),
      }),
    }
    this.#alarms.set(keyOf(alarm.definition.region, alarm.definition.name), changed)
    return changed
  }

  /** The state that the data alone gives, ignoring SetAlarmState: Route 53's health checks use it. */
  stateFromData({ definition, state }: Alarm, nowMs: number): AlarmState {
    return definition.kind === 'composite' ? state : stateOf(definition, this.#data(definition, nowMs), state)
  }

  /** Evaluates metric alarms, then composite alarms; returns those whose state changed. */
  evaluate(nowMs: number): readonly Alarm[] {
    const byData = this.list().flatMap(({ definition, ...alarm }) =>
      definition.kind === 'metric' ? this.#look({ definition, ...alarm }, nowMs) : [],
    )
    return [...byData, ...this.#evaluateComposites(nowMs)]
  }

  #look(alarm: Alarm<AlarmDefinition>, nowMs: number): readonly Alarm[] {
    const { evaluationPeriods } = alarm.definition
    // Periods before the world started do not count as missing data.
    if (nowMs < this.#startedAtMs + evaluationPeriods * this.#periodMs(alarm.definition)) return []
    const data = this.#data(alarm.definition, nowMs)
    const state = stateOf(alarm.definition, data, alarm.state)
    return state === alarm.state
      ? []
      : [this.setState(alarm, state, reasonFor(alarm.definition, data), nowMs)]
  }

  /** Composites may name composites: repeats until nothing changes, at most once per composite alarm. */
  #evaluateComposites(nowMs: number): readonly Alarm[] {
    const changed: Alarm[] = []
    const rounds = this.list().filter(({ definition }) => definition.kind === 'composite').length
    for (let round = 0; round < rounds; round += 1) {
      const now = this.list().flatMap((alarm) => this.#compose(alarm, nowMs))
      if (now.length === 0) break
      changed.push(...now)
    }
    return changed
  }

  #compose(alarm: Alarm, nowMs: number): readonly Alarm[] {
    const { definition } = alarm
    if (definition.kind !== 'composite') return []
    const { region, rule } = definition
    const childOf = (name: string) => this.find(region, name.slice(name.lastIndexOf(':') + 1))
    const state = rule.holds((name) => childOf(name)?.state) ? 'ALARM' : 'OK'
    if (state === alarm.state) return []
    const inAlarm = rule.children.filter((name) => childOf(name)?.state === 'ALARM')
    const reason = inAlarm.length === 0 ? 'no child is in ALARM' : `in ALARM: ${inAlarm.join(', ')}`
    return [this.setState(alarm, state, reason, nowMs)]
  }

  /** Scaled by the world's pace; at least a second. */
  #periodMs({ periodSeconds }: AlarmDefinition): number {
    return Math.max(1_000, Math.round(periodSeconds * this.#timeScale) * 1_000)
  }

  /** Excludes the current, incomplete period. */
  #data(definition: AlarmDefinition, nowMs: number) {
    const { evaluationPeriods, watches } = definition
    const periodMs = this.#periodMs(definition)
    const count = evaluationPeriods + EXTRA_PERIODS
    const endMs = Math.floor(nowMs / periodMs) * periodMs
    const startMs = endMs - count * periodMs
    const valuesOf = ({ metric, statistic: name }: Measure) => {
      const periods = this.#store.periods(metric, { startMs, endMs, periodMs })
      return Array.from({ length: count }, (_, index) => {
        const summary = periods.get(startMs + index * periodMs)
        return summary && statistic(name, summary)
      })
    }
    if ('metric' in watches) return valuesOf(watches)
    const { math, measures } = watches
    const series = new Map(Object.entries(measures).map(([id, measure]) => [id, valuesOf(measure)]))
    return Array.from({ length: count }, (_, index) => math((id) => series.get(id)?.[index]))
  }
}

function reasonFor({ threshold }: AlarmDefinition, data: readonly (number | undefined)[]): string {
  const known = data.filter((value) => value !== undefined)
  if (known.length === 0) return 'Insufficient Data: no datapoints were received'
  return `Threshold Crossed: the newest datapoints [${known.join(', ')}] were compared with the threshold (${threshold}).`
}

const keyOf = (region: RegionId, name: string): string => `${region}/${name}`
