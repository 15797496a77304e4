import type { RegionId } from '@meridian/topology'
import type { CheckerStatus } from './checker-status.ts'

/** How to probe an endpoint. */
export interface EndpointCheck {
  readonly kind: 'endpoint'
  readonly protocol: 'HTTP' | 'HTTPS' | 'TCP'
  readonly host: string
  /** Sent as Host; differs from `host` when both an address and a name are given. */
  readonly hostHeader: string
  readonly port: number
  readonly path: string
  readonly searchString: string | undefined
  readonly intervalSeconds: number
  readonly failureThreshold: number
  /** As in the program; at least one is set, and one is probed. */
  readonly name: string | undefined
  readonly ipAddress: string | undefined
  readonly measuresLatency: boolean
  readonly sendsName: boolean
  /** Empty for all of them. */
  readonly checkerRegions: readonly string[]
}

/** Healthy when enough of its child checks are. */
interface CalculatedCheck {
  readonly kind: 'calculated'
  readonly children: readonly string[]
  readonly threshold: number
}

/** Follows the data of a CloudWatch alarm; SetAlarmState has no effect on it. */
export interface AlarmCheck {
  readonly kind: 'alarm'
  readonly alarmName: string
  readonly region: RegionId
  /** The status while the alarm has no data. */
  readonly withoutData: 'Healthy' | 'Unhealthy' | 'LastKnownStatus'
}

/** Healthy while an ARC routing control is on. */
export interface ControlCheck {
  readonly kind: 'control'
  readonly routingControlArn: string
}

export interface HealthCheck {
  readonly id: string
  /** AWS's HealthCheckType. */
  readonly type: string
  readonly label: string
  readonly isInverted: boolean
  readonly isDisabled: boolean
  readonly check: EndpointCheck | CalculatedCheck | AlarmCheck | ControlCheck
}

/** An endpoint is healthy if and only if more than this share of the checkers report success. */
export const HEALTHY_CHECKER_SHARE = 0.18

/** Share of the reporting checkers that say healthy; undefined before any has reported. */
export function healthyShare(checkers: readonly CheckerStatus[]): number | undefined {
  const reporting = checkers.filter((checker) => checker.lastResult !== undefined)
  if (reporting.length === 0) return undefined
  return reporting.filter((checker) => checker.isHealthy).length / reporting.length
}

function isEndpointHealthy(checkers: readonly CheckerStatus[]): boolean {
  return (healthyShare(checkers) ?? 1) > HEALTHY_CHECKER_SHARE
}

/** What a status depends on besides checkers. */
export interface OtherStatuses {
  child(healthCheckId: string): boolean
  /** Whether its own alarm says so. */
  alarm(): boolean
  isControlOn(routingControlArn: string): boolean
}

/** A disabled check counts as healthy; inversion comes last. */
export function statusOf(
  { check, isDisabled, isInverted }: HealthCheck,
  checkers: readonly CheckerStatus[],
  others: OtherStatuses,
): boolean {
  return (isDisabled || observed()) !== isInverted

  function observed(): boolean {
    switch (check.kind) {
      case 'endpoint':
        return isEndpointHealthy(checkers)
      case 'calculated':
        return check.children.filter((id) => others.child(id)).length >= check.threshold
      case 'alarm':
        return others.alarm()
      case 'control':
        return others.isControlOn(check.routingControlArn)
    }
  }
}
