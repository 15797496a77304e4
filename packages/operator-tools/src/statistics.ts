/** Summary of a set of durations, in milliseconds with two decimals. */
export interface LatencySummary {
  readonly samples: number
  readonly minMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** The smallest value that at least this share of the values does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  const rank = Math.max(1, Math.ceil(share * sorted.length))
  const value = sorted[rank - 1]
  if (value === undefined) throw new RangeError('A percentile needs at least one value')
  return value
}

export function summarize(durationsMs: readonly number[]): LatencySummary {
  const at = (share: number) => roundMs(percentile(durationsMs, share))
  return {
    samples: durationsMs.length,
    minMs: at(0),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    maxMs: at(1),
  }
}

export function roundMs(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100
}
