/** ECS waits longer and longer between tasks that never become healthy; its guide gives an upper bound of 27 minutes. */
const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 27 * 60_000

/** How many tasks in a row stopped before they were healthy, and when the last one stopped. */
export interface ThrottleState {
  readonly failures: number
  readonly lastFailureMs: number
}

export const UNTHROTTLED: ThrottleState = { failures: 0, lastFailureMs: 0 }

export function afterStop(state: ThrottleState, wasHealthy: boolean, nowMs: number): ThrottleState {
  return wasHealthy ? UNTHROTTLED : { failures: state.failures + 1, lastFailureMs: nowMs }
}

/** Milliseconds until the next task may start; `timeScale` shortens AWS's delays. */
export function throttleDelayMs(state: ThrottleState, nowMs: number, timeScale: number): number {
  if (state.failures === 0) return 0
  const onAws = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (state.failures - 1))
  return Math.max(0, state.lastFailureMs + onAws * timeScale - nowMs)
}
