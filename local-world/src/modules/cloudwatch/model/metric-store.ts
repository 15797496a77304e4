import type { RegionId } from '@meridian/topology'
import { type Summary, summarise } from './statistics.ts'

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
/** AWS keeps seconds for three hours. */
const KEPT_MS = 3 * 60 * 60_000

/** A series to which values are added often. */
export interface Series {
  add(value: number, atMs: number): void
}

/** Every metric of every region, for three hours; time passed in. */
export class MetricStore {
  readonly #series = new Map<string, StoredSeries>()

  series(metric: Metric): Series {
    const key = keyOf(metric)
    const known = this.#series.get(key) ?? new StoredSeries(metric)
    this.#series.set(key, known)
    return known
  }

  add(metric: Metric, value: number, atMs: number): void {
    this.series(metric).add(value, atMs)
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
  /** Values by the start of their second, oldest first. */
  readonly #values = new Map<number, number[]>()

  constructor(metric: Metric) {
    this.metric = metric
  }

  get isEmpty(): boolean {
    return this.#values.size === 0
  }

  add(value: number, atMs: number): void {
    const second = Math.floor(atMs / GRAIN_MS) * GRAIN_MS
    const values = this.#values.get(second)
    if (values) {
      values.push(value)
      return
    }
    this.#values.set(second, [value])
    for (const oldest of this.#values.keys()) {
      if (oldest >= second - KEPT_MS) return
      this.#values.delete(oldest)
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
    const sorted = [...gathered].sort(([left], [right]) => left - right)
    return new Map(sorted.map(([period, values]) => [period, summarise(values)]))
  }
}

function keyOf({ region, namespace, name, dimensions }: Metric): string {
  const parts = Object.entries(dimensions).map(([dimension, value]) => `${dimension}=${value}`)
  return [region, namespace, name, ...parts.sort()].join('\n')
}
