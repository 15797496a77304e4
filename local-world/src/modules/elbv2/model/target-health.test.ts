import { describe, expect, it } from 'vitest'
import type { HealthCheckPlan } from './load-balancer-plan.ts'
import {
  type CheckResult,
  matchesStatus,
  nextHealth,
  registeredTarget,
  type TargetRecord,
} from './target-health.ts'

const CHECK: HealthCheckPlan = {
  path: '/',
  port: 'traffic-port',
  intervalMs: 10_000,
  timeoutMs: 5_000,
  healthyThreshold: 3,
  unhealthyThreshold: 2,
  matcher: '200',
}
const TARGET = { address: '10.0.0.1', port: 80, zone: 'us-east-1a' }
const PASSED: CheckResult = { outcome: 'passed' }
const FAILED: CheckResult = { outcome: 'failed' }

function after(...results: readonly CheckResult[]): TargetRecord {
  return checked(registeredTarget(TARGET, true, 0), ...results)
}

/** One check per interval. */
function checked(record: TargetRecord, ...results: readonly CheckResult[]): TargetRecord {
  return results.reduce(
    (last, result, index) =>
      nextHealth(last, { type: 'checked', result, nowMs: (index + 1) * CHECK.intervalMs }, CHECK),
    record,
  )
}

describe('a target', () => {
  // INV-ELBV2-5
  it.each([
    ['is healthy after one pass when new', [PASSED], 'healthy', undefined],
    ['is still new after one failure', [FAILED], 'initial', 'Elb.InitialHealthChecking'],
    [
      'is unhealthy after as many failures as the threshold',
      [FAILED, FAILED],
      'unhealthy',
      'Target.FailedHealthChecks',
    ],
    ['stays healthy through one failure', [PASSED, FAILED], 'healthy', undefined],
    ['resets its failure count after a pass', [PASSED, FAILED, PASSED, FAILED], 'healthy', undefined],
    [
      'needs the full healthy threshold to recover',
      [PASSED, FAILED, FAILED, PASSED, PASSED],
      'unhealthy',
      'Target.FailedHealthChecks',
    ],
    [
      'is healthy again after the healthy threshold',
      [PASSED, FAILED, FAILED, PASSED, PASSED, PASSED],
      'healthy',
      undefined,
    ],
    ['reports a time-out', [FAILED, { outcome: 'timed out' } as const], 'unhealthy', 'Target.Timeout'],
  ])('%s', (_title, results, state, reason) => {
    expect(after(...results)).toMatchObject({ state, reason })
  })

  it('reports the status code it answered', () => {
    const record = after(FAILED, { outcome: 'wrong status', status: 503 })
    expect(record.description).toBe('Health checks failed with these codes: [503]')
  })

  it('when new, is not marked unhealthy by checks that come faster than the interval', () => {
    let record = registeredTarget(TARGET, true, 0)
    for (let nowMs = 100; nowMs < 2 * CHECK.intervalMs; nowMs += 100) {
      record = nextHealth(record, { type: 'checked', result: FAILED, nowMs }, CHECK)
    }
    expect(record).toMatchObject({ state: 'initial', failures: 1 })
  })

  it('stays draining whatever a late check finds', () => {
    const draining = nextHealth(after(PASSED), { type: 'deregistered' }, CHECK)
    expect(checked(draining, PASSED, FAILED)).toEqual(draining)
  })
})

describe('a matcher', () => {
  it.each([
    ['200', 200, true],
    ['200', 204, false],
    ['200-299', 204, true],
    ['200,301-302', 302, true],
    ['200,301-302', 303, false],
  ])('%s matches %d: %s', (matcher, status, isMatch) => {
    expect(matchesStatus(matcher, status)).toBe(isMatch)
  })
})
