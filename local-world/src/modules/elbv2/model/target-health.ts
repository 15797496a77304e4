import type { Target, TargetHealth } from '../running.ts'
import type { HealthCheckPlan } from './load-balancer-plan.ts'

/** The result of one health check. */
export type CheckResult =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed' }
  | { readonly outcome: 'timed out' }
  | { readonly outcome: 'wrong status'; readonly status: number }

/** A registered target with the counters that determine its next state. */
export interface TargetRecord extends TargetHealth {
  readonly passes: number
  readonly failures: number
  /** When a failure of the new target was last counted. */
  readonly countedAtMs: number
}

export type TargetEvent =
  | { readonly type: 'checked'; readonly result: CheckResult; readonly nowMs: number }
  | { readonly type: 'deregistered' }

type Transition<Event extends TargetEvent['type']> = (
  record: TargetRecord,
  event: Extract<TargetEvent, { type: Event }>,
  check: HealthCheckPlan,
) => TargetRecord

const stays = (record: TargetRecord): TargetRecord => record

/** Every state and event; descriptions and reasons are AWS's (TargetHealthReasonEnum). */
const TRANSITIONS: {
  readonly [State in TargetHealth['state']]: { readonly [Event in TargetEvent['type']]: Transition<Event> }
} = {
  initial: { checked: checkedWhileInitial, deregistered: drained },
  healthy: { checked: checkedWhileHealthy, deregistered: drained },
  unhealthy: { checked: checkedWhileUnhealthy, deregistered: drained },
  unused: { checked: stays, deregistered: drained },
  draining: { checked: stays, deregistered: stays },
}

export function nextHealth(record: TargetRecord, event: TargetEvent, check: HealthCheckPlan): TargetRecord {
  return event.type === 'checked'
    ? TRANSITIONS[record.state].checked(record, event, check)
    : TRANSITIONS[record.state].deregistered(record, event, check)
}

export function registeredTarget(target: Target, isGroupInUse: boolean, nowMs: number): TargetRecord {
  const counts = { target, passes: 0, failures: 0, countedAtMs: nowMs }
  if (isGroupInUse) {
    return {
      ...counts,
      state: 'initial',
      reason: 'Elb.RegistrationInProgress',
      description: 'Target registration is in progress',
    }
  }
  return {
    ...counts,
    state: 'unused',
    reason: 'Target.NotInUse',
    description: 'Target group is not configured to receive traffic from the load balancer',
  }
}

/**
 * A new target needs one pass. Failures count only once per unscaled interval: a container starts here at its
 * real pace while checks may run faster than on AWS, and a slow start must not make it unhealthy.
 */
function checkedWhileInitial(
  record: TargetRecord,
  { result, nowMs }: Extract<TargetEvent, { type: 'checked' }>,
  check: HealthCheckPlan,
): TargetRecord {
  if (result.outcome === 'passed') return healthy(record)
  const isCounted = nowMs - record.countedAtMs >= check.intervalMs
  const failures = record.failures + (isCounted ? 1 : 0)
  if (failures >= check.unhealthyThreshold) return unhealthy(record, result)
  return {
    ...record,
    failures,
    countedAtMs: isCounted ? nowMs : record.countedAtMs,
    reason: 'Elb.InitialHealthChecking',
    description: 'Initial health checks in progress',
  }
}

function checkedWhileHealthy(
  record: TargetRecord,
  { result }: Extract<TargetEvent, { type: 'checked' }>,
  check: HealthCheckPlan,
): TargetRecord {
  if (result.outcome === 'passed') return record.failures === 0 ? record : { ...record, failures: 0 }
  const failures = record.failures + 1
  return failures >= check.unhealthyThreshold ? unhealthy(record, result) : { ...record, failures }
}

function checkedWhileUnhealthy(
  record: TargetRecord,
  { result }: Extract<TargetEvent, { type: 'checked' }>,
  check: HealthCheckPlan,
): TargetRecord {
  if (result.outcome !== 'passed') return unhealthy(record, result)
  const passes = record.passes + 1
  return passes >= check.healthyThreshold ? healthy(record) : { ...record, passes }
}

function healthy(record: TargetRecord): TargetRecord {
  return { ...record, state: 'healthy', passes: 0, failures: 0, reason: undefined, description: undefined }
}

function unhealthy(record: TargetRecord, result: CheckResult): TargetRecord {
  return { ...record, state: 'unhealthy', passes: 0, failures: 0, ...reasonOf(result) }
}

function reasonOf(result: CheckResult): Pick<TargetHealth, 'reason' | 'description'> {
  if (result.outcome === 'wrong status') {
    return {
      reason: 'Target.ResponseCodeMismatch',
      description: `Health checks failed with these codes: [${result.status}]`,
    }
  }
  return result.outcome === 'timed out'
    ? { reason: 'Target.Timeout', description: 'Request timed out' }
    : { reason: 'Target.FailedHealthChecks', description: 'Health checks failed' }
}

function drained(record: TargetRecord): TargetRecord {
  return {
    ...record,
    state: 'draining',
    reason: 'Target.DeregistrationInProgress',
    description: 'Target deregistration is in progress',
  }
}

/** `200`, `200-299` or a list of both. */
export function matchesStatus(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number)
    return status >= from && status <= to
  })
}
