import type { Pacing } from '../src/waiting/pacing.ts'

/** A clock that advances only when awaited. */
export function manualPacing(): Pacing {
  let nowMs = Date.parse('2026-11-21T09:00:00Z')
  return {
    now: () => nowMs,
    async wait(ms) {
      nowMs += ms
    },
  }
}
