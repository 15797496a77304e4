import type { Schedule } from './schedule.ts'

const TRIES_PER_STEP = 2

/**
 * Drops steps one by one for as long as the schedule still fails without them. Timing does not repeat exactly, so each
 * smaller schedule gets a second try before its step is kept.
 */
export async function shrinkSchedule(
  schedule: Schedule,
  fails: (smaller: Schedule) => Promise<boolean>,
): Promise<Schedule> {
  let smallest = schedule
  for (const step of schedule.steps) {
    const smaller = { ...smallest, steps: smallest.steps.filter((kept) => kept !== step) }
    for (let attempt = 1; attempt <= TRIES_PER_STEP; attempt += 1)
      if (await fails(smaller)) {
        smallest = smaller
        break
      }
  }
  return smallest
}
