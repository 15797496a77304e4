/** The values of one period. */
export interface Summary {
  readonly count: number
  readonly sum: number
  readonly minimum: number
  readonly maximum: number
  /** All values, or a sample that keeps the percentiles; `merge` returns them in ascending order. */
  readonly values: readonly number[]
}

/** Values kept of an old minute. */
const CONDENSED_VALUES = 32
/** Values kept of any period: a publisher may send a hundred thousand at once. */
export const MOST_VALUES = 1_000

/** Collects values: exact count, sum and extremes, and a bounded sample for percentiles. */
export class Gathered implements Summary {
  count = 0
  sum = 0
  minimum = Number.POSITIVE_INFINITY
  maximum = Number.NEGATIVE_INFINITY
  values: number[] = []

  add(value: number): void {
    this.count++
    this.sum += value
    this.minimum = Math.min(this.minimum, value)
    this.maximum = Math.max(this.maximum, value)
    this.values.push(value)
    if (this.values.length >= 2 * MOST_VALUES) this.values = thinned(this.values, MOST_VALUES)
  }

  merge(other: Summary): void {
    this.count += other.count
    this.sum += other.sum
    this.minimum = Math.min(this.minimum, other.minimum)
    this.maximum = Math.max(this.maximum, other.maximum)
    for (const value of other.values) this.values.push(value)
  }

  /** For a period that receives no more values. */
  condense(): void {
    this.values = thinned(this.values, CONDENSED_VALUES)
  }
}

/** A sample of the values, evenly spaced by rank, including the least and the greatest. */
function thinned(values: number[], most: number): number[] {
  if (values.length <= most) return values
  const sorted = values.toSorted((left, right) => left - right)
  const step = (sorted.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, index) => sorted[Math.round(index * step)] ?? 0)
}

export function merge(summaries: readonly Summary[]): Summary {
  const merged = new Gathered()
  for (const summary of summaries) merged.merge(summary)
  merged.values.sort((left, right) => left - right)
  return merged
}

const PERCENTILE = /^p(\d{1,2}(?:\.\d+)?|100)$/

/** Whether the API has a statistic of this name. */
export function isStatistic(name: string): boolean {
  return name in PLAIN || PERCENTILE.test(name)
}

/** Undefined for an unknown statistic. */
export function statistic(name: string, summary: Summary): number | undefined {
  const plain = PLAIN[name]
  if (plain) return plain(summary)
  const match = PERCENTILE.exec(name)
  if (!match) return undefined
  const rank = Math.ceil((Number(match[1]) / 100) * summary.values.length)
  return summary.values[Math.max(0, rank - 1)]
}

const PLAIN: Readonly<Record<string, (summary: Summary) => number>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
}
