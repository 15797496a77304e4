import type { CheckerStatus } from './checker-status.ts'

/** How an endpoint is asked. */
export interface EndpointCheck {
  readonly kind: 'endpoint'
  readonly protocol: 'HTTP' | 'HTTPS' | 'TCP'
  readonly host: string
  /** Sent as Host; differs from `host` when an address is given beside a name. */
  readonly hostHeader: string
  readonly port: number
  readonly path: string
  readonly searchString: string | undefined
  readonly intervalSeconds: number
  readonly failureThreshold: number
}

/** Healthy when enough of its children are. */
export interface CalculatedCheck {
  readonly kind: 'calculated'
  readonly children: readonly string[]
  readonly threshold: number
}

export interface HealthCheck {
  readonly id: string
  /** AWS's HealthCheckType. */
  readonly type: string
  readonly label: string
  readonly isInverted: boolean
  readonly isDisabled: boolean
  readonly check: EndpointCheck | CalculatedCheck
}

/** An endpoint is healthy if and only if more than this share of the checkers say so. */
export const HEALTHY_CHECKER_SHARE = 0.18

export function isEndpointHealthy(checkers: readonly CheckerStatus[]): boolean {
  const reporting = checkers.filter((checker) => checker.lastResult !== undefined)
  if (reporting.length === 0) return true
  const healthy = reporting.filter((checker) => checker.isHealthy).length
  return healthy / reporting.length > HEALTHY_CHECKER_SHARE
}

/** A disabled check counts as healthy; inversion comes last. */
export function statusOf(
  { check, isDisabled, isInverted }: HealthCheck,
  checkers: readonly CheckerStatus[],
  statusOfChild: (id: string) => boolean,
): boolean {
  const observed = () =>
    check.kind === 'endpoint'
      ? isEndpointHealthy(checkers)
      : check.children.filter(statusOfChild).length >= check.threshold
  return (isDisabled || observed()) !== isInverted
}
