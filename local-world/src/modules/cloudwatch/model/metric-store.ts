import type { RegionId } from '@meridian/topology'
import { condense, merge, type Summary, summarise } from './statistics.ts'
import { unitOf } from './units.ts'

export type Dimensions = Readonly<Record<string, string>>

/** What a series of values is known by. */
export interface Metric {
  readonly region: RegionId
  readonly namespace: string
  readonly name: string
  readonly dimensions: Dimensions
}

export interface Window {
  readonly startMs: number
  readonly endMs: number
  readonly periodMs: number
}

/** Summaries of the periods of a window that have data, by the start of each period. */
export type Periods = ReadonlyMap<number, Summary>

/** Values of the same second are kept together. */
const GRAIN_MS = 1_000
/** Everything is kept for as long as AWS keeps seconds: three hours. */
const KEPT_MS = 3 * 60 * 60_000
/** Longer than any alarm looks back; then a minute's seconds become one, or they would take some hundred megabytes. */
const SECONDS_KEPT_MS = 10 * 60_000
const MINUTE_MS = 60_000

/** A series to which values are added often. */
export interface Series {
  add(value: number, atMs: number): void
}

/** Every metric of every region, for three hours; time passed in. */
export class MetricStore {
  readonly #series = new Map<string, StoredSeries>()

  series(metric: Metric, unit?: string): Series {
    const key = keyOf(metric)
    const known = this.#series.get(key) ?? new StoredSeries(metric)
    known.unit = unit ?? known.unit
    this.#series.set(key, known)
    return known
  }

  /** What its values are counted in: as the publisher said last, else as AWS's own services do. */
  unit(metric: Metric): string {
    return this.#series.get(keyOf(metric))?.unit ?? unitOf(metric)
  }

  add(metric: Metric, value: number, atMs: number): void {
    this.series(metric).add(value, atMs)
  }

  /** Periods that are held, over all metrics. */
  get size(): number {
    return [...this.#series.values()].reduce((sum, { size }) => sum + size, 0)
  }

  /** Metrics that have data. */
  list(region: RegionId): readonly Metric[] {
    return [...this.#series.values()].flatMap(({ metric, isEmpty }) =>
      metric.region === region && !isEmpty ? [metric] : [],
    )
  }

  /** Periods are aligned to the epoch, as CloudWatch aligns them. */
  periods(metric: Metric, window: Window): Periods {
    return this.#series.get(keyOf(metric))?.periods(window) ?? new Map()
  }
}

class StoredSeries implements Series {
  readonly metric: Metric
  /** Undefined until somebody names it. */
  unit: string | undefined
  /** Values by the start of their second, oldest first. */
  readonly #values = new Map<number, number[]>()
  /** Minutes whose seconds have left, by their start, oldest first. */
  readonly #minutes = new Map<number, Summary>()

  constructor(metric: Metric) {
    this.metric = metric
  }

  get isEmpty(): boolean {
    return this.#values.size === 0 && this.#minutes.size === 0
  }

  add(value: number, atMs: number): void {
    const second = Math.floor(atMs / GRAIN_MS) * GRAIN_MS
    const values = this.#values.get(second)
    if (values) {
      values.push(value)
      return
    }
    this.#values.set(second, [value])
    this.#condense(second)
  }

  /** How many periods are held: seconds of late, minutes before. */
  get size(): number {
    return this.#values.size + this.#minutes.size
  }

  /** A minute leaves as a whole, once all of its seconds are old. */
  #condense(nowMs: number): void {
    for (;;) {
      const [oldest] = this.#values.keys()
      if (oldest === undefined) break
      const minute = Math.floor(oldest / MINUTE_MS) * MINUTE_MS
      if (minute + MINUTE_MS > nowMs - SECONDS_KEPT_MS) break
      const gathered: number[] = []
      for (const [second, values] of this.#values) {
        if (second >= minute + MINUTE_MS) break
        for (const value of values) gathered.push(value)
        this.#values.delete(second)
      }
      this.#minutes.set(minute, condense(summarise(gathered)))
    }
    for (const oldest of this.#minutes.keys()) {
      if (oldest >= nowMs - KEPT_MS) return
      this.#minutes.delete(oldest)
    }
  }

  periods({ startMs, endMs, periodMs }: Window): Periods {
    const gathered = new Map<number, number[]>()
    for (const [second, values] of this.#values) {
      if (second < startMs || second >= endMs) continue
      const period = Math.floor(second / periodMs) * periodMs
      const present = gathered.get(period)
      if (present) for (const value of values) present.push(value)
      else gathered.set(period, [...values])
    }
    const summaries = new Map<number, Summary[]>()
    for (const [minute, summary] of this.#minutes) {
      if (minute < startMs || minute >= endMs) continue
      const period = Math.floor(minute / periodMs) * periodMs
      summaries.set(period, [...(summaries.get(period) ?? []), summary])
    }
    for (const [period, values] of gathered)
      summaries.set(period, [...(summaries.get(period) ?? []), summarise(values)])
    const sorted = [...summaries].sort(([left], [right]) => left - right)
    return new Map(sorted.map(([period, parts]) => [period, merge(parts)]))
  }
}

function keyOf({ region, namespace, name, dimensions }: Metric): string {
  const parts = Object.entries(dimensions).map(([dimension, value]) => `${dimension}=${value}`)
  return [region, namespace, name, ...parts.sort()].join('\n')
}
