/** A health check's endpoint, as one checker sees it. */
export interface CheckerStatus {
  readonly isHealthy: boolean
  /** Consecutive results that contradict `isHealthy`. */
  readonly contrary: number
  readonly lastResult: CheckResult | undefined
}

export interface CheckResult {
  readonly isSuccess: boolean
  /** AWS's wording: `Success: HTTP Status Code 200, OK`, `Failure: ...`. */
  readonly status: string
  readonly checkedAtMs: number
}

/** A checker without results reports healthy. */
export const NEW_CHECKER: CheckerStatus = { isHealthy: true, contrary: 0, lastResult: undefined }

/** The status flips after `failureThreshold` consecutive contrary results, in either direction. */
export function observe(
  checker: CheckerStatus,
  result: CheckResult,
  failureThreshold: number,
): CheckerStatus {
  if (result.isSuccess === checker.isHealthy) return { ...checker, contrary: 0, lastResult: result }
  const contrary = checker.contrary + 1
  if (contrary < failureThreshold) return { ...checker, contrary, lastResult: result }
  return { isHealthy: result.isSuccess, contrary: 0, lastResult: result }
}
