import { timeOfDay } from './format.ts'

const LEAST_SPAN_S = 120
const SECONDS_PER_MINUTE = 60
const MS_PER_SECOND = 1_000

/** Start and end of a time axis in seconds; never shorter than two minutes, even with one point or none. */
export function spanOf(times: ArrayLike<number>, nowS: number): [number, number] {
  const end = times[times.length - 1] ?? nowS
  return [Math.min(times[0] ?? end, end - LEAST_SPAN_S), end]
}

/** The label of a tick, with seconds if ticks are less than a minute apart. */
export function timeAt(seconds: number, before: number | undefined): string {
  const text = timeOfDay(seconds * MS_PER_SECOND)
  return before === undefined || Math.abs(seconds - before) >= SECONDS_PER_MINUTE
    ? text.slice(0, -':00'.length)
    : text
}
