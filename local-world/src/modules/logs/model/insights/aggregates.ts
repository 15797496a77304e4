import type { Expression, Fields, Value } from './value.ts'

/** One column of `stats`: a value computed from all rows of a group. */
export interface Aggregate {
  readonly name: string
  of(rows: readonly Fields[]): Value
}

const FUNCTIONS: Readonly<Record<string, (numbers: readonly number[]) => Value>> = {
  avg: (numbers) => (numbers.length === 0 ? undefined : sumOf(numbers) / numbers.length),
  sum: sumOf,
  min: (numbers) =>
    numbers.length === 0 ? undefined : numbers.reduce((least, value) => Math.min(least, value)),
  max: (numbers) =>
    numbers.length === 0 ? undefined : numbers.reduce((most, value) => Math.max(most, value)),
}

/** `count(*)`, `avg(durationMs)`, `pct(durationMs, 95)` … Throws SyntaxError. */
export function aggregateOf(call: string, [value, second]: readonly Expression[], name: string): Aggregate {
  const function_ = call.toLowerCase()
  if (function_ === 'count')
    return { name, of: (rows) => (value ? presentIn(rows, value).length : rows.length) }
  if (value === undefined) throw new SyntaxError(`${call} needs a field`)
  if (function_ === 'count_distinct') return { name, of: (rows) => new Set(presentIn(rows, value)).size }
  if (function_ === 'pct') {
    const percent = Number(second?.(() => undefined))
    if (!(percent >= 0 && percent <= 100))
      throw new SyntaxError('pct needs a percentage, such as pct(durationMs, 95)')
    return { name, of: (rows) => percentile(numbersIn(rows, value), percent) }
  }
  const run = FUNCTIONS[function_]
  if (!run)
    throw new SyntaxError(
      `stats has no ${call} here; it has count, count_distinct, pct, ${Object.keys(FUNCTIONS).join(', ')}`,
    )
  return { name, of: (rows) => run(numbersIn(rows, value)) }
}

const presentIn = (rows: readonly Fields[], value: Expression): readonly Value[] =>
  rows.map(value).filter((found) => found !== undefined)

const numbersIn = (rows: readonly Fields[], value: Expression): readonly number[] =>
  presentIn(rows, value)
    .map(Number)
    .filter((number) => !Number.isNaN(number))

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0)
}

/** Nearest-rank method. */
function percentile(numbers: readonly number[], percent: number): Value {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)]
}
