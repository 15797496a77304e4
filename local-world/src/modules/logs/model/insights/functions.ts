import type { Expression, Value } from './value.ts'

const PERIODS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

const FUNCTIONS: Readonly<Record<string, (values: readonly Value[]) => Value>> = {
  abs: ([value]) => Math.abs(Number(value)),
  ceil: ([value]) => Math.ceil(Number(value)),
  floor: ([value]) => Math.floor(Number(value)),
  coalesce: (values) => values.find((value) => value !== undefined),
  isempty: ([value]) => value === undefined || value === '',
  ispresent: ([value]) => value !== undefined,
  isblank: ([value]) => String(value ?? '').trim() === '',
  strcontains: ([text, part]) => (String(text ?? '').includes(String(part)) ? 1 : 0),
  strlen: ([text]) => String(text ?? '').length,
  tolower: ([text]) => String(text ?? '').toLowerCase(),
  toupper: ([text]) => String(text ?? '').toUpperCase(),
}

/** A function call. `bin(5m)` is the start of the period that contains the event. Throws SyntaxError. */
export function callOf(name: string, args: readonly Expression[]): Expression {
  if (name === 'bin') return binOf(args[0])
  const run = FUNCTIONS[name.toLowerCase()]
  if (!run)
    throw new SyntaxError(
      `there is no function ${name} here; there are bin, ${Object.keys(FUNCTIONS).join(', ')}`,
    )
  return (fields) => run(args.map((argument) => argument(fields)))
}

function binOf(argument: Expression | undefined): Expression {
  // `5m` parses as a field of that name.
  let written = ''
  argument?.((name) => {
    written = name
    return undefined
  })
  const [, count = '', unit = ''] = /^(\d+)(ms|s|m|h|d|w)$/.exec(written) ?? []
  const periodMs = Number(count) * (PERIODS_MS[unit] ?? 0)
  if (periodMs === 0) throw new SyntaxError(`bin(${written}) needs a period, such as bin(5m)`)
  return (fields) => insightsTime(Math.floor(timeOf(fields('@timestamp')) / periodMs) * periodMs)
}

/** `2026-12-01 09:00:00.000` */
export const insightsTime = (ms: number): string =>
  new Date(ms).toISOString().replace('T', ' ').replace('Z', '')

const timeOf = (text: Value): number => Date.parse(`${String(text).replace(' ', 'T')}Z`)
