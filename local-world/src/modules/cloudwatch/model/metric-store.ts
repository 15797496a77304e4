import type { RegionId } from '@meridian/topology'
import { Gathered, merge, type Summary } from './statistics.ts'
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
/** The program's own are some three hundred; a name with ever new dimensions makes the others. */
export const MOST_SERIES = 2_000
/** As many as ten minutes of seconds and the minute that is being condensed; points out of order could make more. */
const MOST_SECONDS = (SECONDS_KEPT_MS + 2 * MINUTE_MS) / GRAIN_MS

/** A series to which values are added often. */
export interface Series {
  add(value: number, atMs: number): void
}

/** Every metric of every region, for three hours; time passed in. */
export class MetricStore {
  readonly #series = new Map<string, StoredSeries>()

  series(metric: Metric, unit?: string): Series {
    const key = keyOf(metric)
    const known = this.#series.get(key) ?? new StoredSeries(metric, (series) => this.#keep(key, series))
    known.unit = unit ?? known.unit
    return known
  }

  /** A series is kept from its first value on; when there are too many, the one whose last value is oldest leaves. */
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

  /** What its values are counted in: as the publisher said last, else as AWS's own services do. */
  unit(metric: Metric): string {
    return this.#series.get(keyOf(metric))?.unit ?? unitOf(metric)
  }

  add(metric: Metric, value: number, atMs: number): void {
    this.series(metric).add(value, atMs)
  }

  /** Series, and the periods that they hold. */
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
  /** Undefined until somebody names it. */
  unit: string | undefined
  /** When a value came last, by the values' own times. */
  newestMs = 0
  readonly #onNewSecond: (series: StoredSeries) => void
  /** Values by the start of their second, in the order of their first values. */
  readonly #seconds = new Map<number, Gathered>()
  /** Minutes whose seconds have left, by their start. */
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

  /** How many periods are held: seconds of late, minutes before. */
  get size(): number {
    return this.#seconds.size + this.#minutes.size
  }

  /** A minute leaves as a whole, once all of its seconds are old. */
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
