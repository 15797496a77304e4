import type { RegionId } from '@meridian/topology'
import { Gathered, merge, type Summary } from './statistics.ts'
import { unitOf } from './units.ts'

export type Dimensions = Readonly<Record<string, string>>

/** What identifies a series of values. */
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

/** Summaries of a window's periods that have data, by the start of each period. */
export type Periods = ReadonlyMap<number, Summary>

/** Values of the same second are kept together. */
const GRAIN_MS = 1_000
/** Everything is kept for three hours, as long as AWS keeps one-second data. */
const KEPT_MS = 3 * 60 * 60_000
/** Longer than any alarm looks back; older seconds become minutes, or they would take some hundred megabytes. */
const SECONDS_KEPT_MS = 10 * 60_000
const MINUTE_MS = 60_000
/** The program has about three hundred; a dimension with unbounded values could create any number. */
export const MOST_SERIES = 2_000
/** Ten minutes of seconds plus the minute being condensed; out-of-order points could create more. */
const MOST_SECONDS = (SECONDS_KEPT_MS + 2 * MINUTE_MS) / GRAIN_MS

/** A handle for adding many values to one series. */
export interface Series {
  add(value: number, atMs: number): void
}

/** All metrics of all regions, for three hours; the caller passes the time. */
export class MetricStore {
  readonly #series = new Map<string, StoredSeries>()

  series(metric: Metric, unit?: string): Series {
    const key = keyOf(metric)
    const known = this.#series.get(key) ?? new StoredSeries(metric, (series) => this.#keep(key, series))
    known.unit = unit ?? known.unit
    return known
  }

  /** Stores a series from its first value on; at the limit, evicts the one whose last value is oldest. */
  #keep(key: string, series: StoredSeries): void {
    if (this.#series.has(key)) return
    if (this.#series.size >= MOST_SERIES) {
      const [stalest] = [...this.#series].reduce((one, other) =>
        other[1].newestMs < one[1].newestMs ? other : one,
      )
      this.#series.delete(stalest)
    }
    this.#series.set(key, series)
  }

  /** The unit its publisher gave last, or else the default of AWS's own services. */
  unit(metric: Metric): string {
    return this.#series.get(keyOf(metric))?.unit ?? unitOf(metric)
  }

  add(metric: Metric, value: number, atMs: number): void {
    this.series(metric).add(value, atMs)
  }

  /** The number of series, and of the periods they hold. */
  get size(): { readonly series: number; readonly periods: number } {
    const periods = [...this.#series.values()].reduce((sum, { size }) => sum + size, 0)
    return { series: this.#series.size, periods }
  }

  /** Metrics that have data. */
  list(region: RegionId): readonly Metric[] {
    return [...this.#series.values()].flatMap(({ metric }) => (metric.region === region ? [metric] : []))
  }

  /** Periods are aligned to the epoch, as CloudWatch aligns them. */
  periods(metric: Metric, window: Window): Periods {
    return this.#series.get(keyOf(metric))?.periods(window) ?? new Map()
  }
}

class StoredSeries implements Series {
  readonly metric: Metric
  /** Undefined until a publisher gives one. */
  unit: string | undefined
  /** The newest timestamp of its values. */
  newestMs = 0
  readonly #onNewSecond: (series: StoredSeries) => void
  /** Values by the start of their second, in order of first arrival. */
  readonly #seconds = new Map<number, Gathered>()
  /** Minutes whose seconds were merged, by their start. */
  readonly #minutes = new Map<number, Gathered>()

  constructor(metric: Metric, onNewSecond: (series: StoredSeries) => void) {
    this.metric = metric
    this.#onNewSecond = onNewSecond
  }

  add(value: number, atMs: number): void {
    const second = Math.floor(atMs / GRAIN_MS) * GRAIN_MS
    const known = this.#seconds.get(second)
    if (known) {
      known.add(value)
      return
    }
    const gathered = new Gathered()
    gathered.add(value)
    this.#seconds.set(second, gathered)
    this.newestMs = Math.max(this.newestMs, second)
    this.#condense()
    this.#onNewSecond(this)
  }

  /** The number of periods held: recent seconds and older minutes. */
  get size(): number {
    return this.#seconds.size + this.#minutes.size
  }

  /** Merges a whole minute once all of its seconds are old. */
  #condense(): void {
    for (;;) {
      const [oldest] = this.#seconds.keys()
      if (oldest === undefined) break
      const minute = Math.floor(oldest / MINUTE_MS) * MINUTE_MS
      const isOld = minute + MINUTE_MS <= this.newestMs - SECONDS_KEPT_MS
      if (!isOld && this.#seconds.size <= MOST_SECONDS) break
      const condensed = this.#minutes.get(minute) ?? new Gathered()
      for (const [second, gathered] of this.#seconds) {
        if (second < minute || second >= minute + MINUTE_MS) continue
        condensed.merge(gathered)
        this.#seconds.delete(second)
      }
      condensed.condense()
      this.#minutes.set(minute, condensed)
    }
    for (const minute of this.#minutes.keys())
      if (minute < this.newestMs - KEPT_MS) this.#minutes.delete(minute)
  }

  periods({ startMs, endMs, periodMs }: Window): Periods {
    const found = new Map<number, Summary[]>()
    for (const [start, gathered] of [...this.#minutes, ...this.#seconds]) {
      if (start < startMs || start >= endMs) continue
      const period = Math.floor(start / periodMs) * periodMs
      const parts = found.get(period)
      if (parts) parts.push(gathered)
      else found.set(period, [gathered])
    }
    const sorted = [...found].sort(([left], [right]) => left - right)
    return new Map(sorted.map(([period, parts]) => [period, merge(parts)]))
  }
}

function keyOf({ region, namespace, name, dimensions }: Metric): string {
  const parts = Object.entries(dimensions).map(([dimension, value]) => `${dimension}=${value}`)
  return [region, namespace, name, ...parts.sort()].join('\n')
}
