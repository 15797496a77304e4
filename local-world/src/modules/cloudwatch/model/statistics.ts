/** The values of one period. */
export interface Summary {
  readonly count: number
  readonly sum: number
  readonly minimum: number
  readonly maximum: number
  /** All of them, or as many as tell its percentiles; those of `merge` are ascending. */
  readonly values: readonly number[]
}

/** Of a minute that is long past. */
const CONDENSED_VALUES = 32
/** Of any period: a publisher may claim a hundred thousand at once. */
export const MOST_VALUES = 1_000

/** Values as they come: exact in count, sum and extremes, and a bounded number of them for percentiles. */
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

  /** For a period to which nothing comes any more. */
  condense(): void {
    this.values = thinned(this.values, CONDENSED_VALUES)
  }
}

/** Fewer values, evenly over the ranks, least and greatest among them. */
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

/** Statistics by the names that the API gives them. */
export function isStatistic(name: string): boolean {
  return name in PLAIN || PERCENTILE.test(name)
}

/** Undefined for a name that is none. */
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
