import type { Pacing } from '../src/waiting/pacing.ts'

/** A clock that moves only when somebody waits for it. */
export function manualPacing(): Pacing {
  let nowMs = Date.parse('2026-11-21T09:00:00Z')
  return {
    now: () => nowMs,
    async wait(ms) {
      nowMs += ms
    },
  }
}
