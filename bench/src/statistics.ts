/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  if (upper === undefined) return Number.NaN
  const lower = sorted[middle - 1]
  return sorted.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2
}

/**
 * 95 % confidence interval of the median, for any distribution: two order statistics, 1.96 standard deviations of a fair
 * coin's heads from the middle. Source: Conover, Practical Nonparametric
 * Statistics, 3.2.
 */
export function medianInterval(values: readonly number[]): readonly [number, number] {
  const sorted = [...values].sort((left, right) => left - right)
  const reach = (1.96 * Math.sqrt(sorted.length)) / 2
  const lower = Math.max(0, Math.floor(sorted.length / 2 - reach))
  const upper = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + reach) - 1)
  return [sorted[lower] ?? Number.NaN, sorted[upper] ?? Number.NaN]
}

/** Rounds to this many decimals. */
export const round = (value: number, digits: number): number => Number(value.toFixed(digits))
