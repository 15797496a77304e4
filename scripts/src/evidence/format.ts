const oneDecimal = (value: number): string => value.toFixed(1).replace(/\.0$/, '')

/** One decimal below 10 ms; above that, decimals are noise. */
export const milliseconds = (value: number): string =>
  `${value < 10 ? oneDecimal(value) : Math.round(value)} ms`

export const seconds = (value: number): string => `${oneDecimal(value)} s`

/** A human-readable duration: `289 ms`, `1.7 s`. */
export const duration = (ms: number): string => (ms < 1_000 ? milliseconds(ms) : seconds(ms / 1_000))

export const count = (value: number): string => value.toLocaleString('en-US')

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

export const times = (ratio: number): string => oneDecimal(ratio)

export const dollars = (value: number): string =>
  `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  if (low === undefined || high === undefined) throw new TypeError('No median of no values.')
  return (low + high) / 2
}
