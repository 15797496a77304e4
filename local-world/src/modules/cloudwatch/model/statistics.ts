/** The values of one period. */
export interface Summary {
  readonly count: number
  readonly sum: number
  readonly minimum: number
  readonly maximum: number
  /** Ascending: all of them, or of a minute that is long past as many as tell its percentiles. */
  readonly values: readonly number[]
}

/** Of a minute that is long past. */
const KEPT_VALUES = 32

export function summarise(values: readonly number[]): Summary {
  const sorted = values.toSorted((left, right) => left - right)
  return {
    count: sorted.length,
    sum: sorted.reduce((total, value) => total + value, 0),
    minimum: sorted[0] ?? 0,
    maximum: sorted.at(-1) ?? 0,
    values: sorted,
  }
}

/** With fewer values, evenly over the ranks, least and greatest among them; count and sum stay what they were. */
export function condense(summary: Summary): Summary {
  const { values } = summary
  if (values.length <= KEPT_VALUES) return summary
  const step = (values.length - 1) / (KEPT_VALUES - 1)
  const kept = Array.from({ length: KEPT_VALUES }, (_, index) => values[Math.round(index * step)] ?? 0)
  return { ...summary, values: kept }
}

export function merge(summaries: readonly Summary[]): Summary {
  const [only] = summaries
  if (only && summaries.length === 1) return only
  return {
    count: summaries.reduce((total, { count }) => total + count, 0),
    sum: summaries.reduce((total, { sum }) => total + sum, 0),
    minimum: summaries.reduce((least, { minimum }) => Math.min(least, minimum), Number.POSITIVE_INFINITY),
    maximum: summaries.reduce((most, { maximum }) => Math.max(most, maximum), Number.NEGATIVE_INFINITY),
    values: summaries.flatMap(({ values }) => values).sort((left, right) => left - right),
  }
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
