/** The values of one period. */
export interface Summary {
  readonly count: number
  readonly sum: number
  readonly minimum: number
  readonly maximum: number
  /** Ascending. */
  readonly values: readonly number[]
}

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
  const rank = Math.ceil((Number(match[1]) / 100) * summary.count)
  return summary.values[Math.max(0, rank - 1)]
}

const PLAIN: Readonly<Record<string, (summary: Summary) => number>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
}
