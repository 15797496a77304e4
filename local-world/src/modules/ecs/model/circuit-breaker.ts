/** A service's deployment circuit breaker, as the program sets it. */
export interface CircuitBreaker {
  readonly isEnabled: boolean
  readonly rollsBack: boolean
}

const LEAST_FAILURES = 3
const MOST_FAILURES = 200
const SHARE_OF_DESIRED = 0.5

/** Failed tasks in a row after which a deployment has failed: half the desired count, between 3 and 200. */
export function failureThreshold(desiredCount: number): number {
  return Math.min(MOST_FAILURES, Math.max(LEAST_FAILURES, Math.ceil(desiredCount * SHARE_OF_DESIRED)))
}
