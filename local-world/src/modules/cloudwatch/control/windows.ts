import type { Window } from '../model/metric-store.ts'
import { invalidCombination, invalidValue } from './aws-errors.ts'

const MILLISECONDS_PER_SECOND = 1_000

/** The requested periods; CloudWatch rounds the start down to a period. */
export function windowOf(start: Date | undefined, end: Date | undefined, periodSeconds = 60): Window {
  if (!start || !end || new Date(start) >= new Date(end))
    throw invalidCombination('The parameter StartTime must be less than the parameter EndTime.')
  if (periodSeconds !== 1 && periodSeconds % 5 !== 0)
    throw invalidValue(
      `The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60; it is ${periodSeconds}.`,
    )
  const periodMs = periodSeconds * MILLISECONDS_PER_SECOND
  const startMs = Math.floor(new Date(start).getTime() / periodMs) * periodMs
  return { startMs, endMs: new Date(end).getTime(), periodMs }
}
