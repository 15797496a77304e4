import { describe, expect, it } from 'vitest'
import { type CheckerStatus, NEW_CHECKER, observe } from './checker-status.ts'
import { type HealthCheck, statusOf } from './health-check.ts'

const result = (isSuccess: boolean) => ({ isSuccess, status: '', checkedAtMs: 0 })
const seen = (...results: boolean[]) =>
  results.reduce<CheckerStatus>((status, isSuccess) => observe(status, result(isSuccess), 3), NEW_CHECKER)

const healthCheck: HealthCheck = {
  id: 'h',
  type: 'TCP',
  label: 'h',
  isInverted: false,
  isDisabled: false,
  check: {
    kind: 'endpoint',
    protocol: 'TCP',
    host: '192.0.2.1',
    hostHeader: '',
    port: 80,
    path: '/',
    searchString: undefined,
    intervalSeconds: 10,
    failureThreshold: 3,
    name: undefined,
    ipAddress: undefined,
    measuresLatency: false,
    sendsName: false,
    checkerRegions: [],
  },
}
const checkers = (healthy: number, unhealthy: number) => [
  ...Array.from({ length: healthy }, () => seen(true)),
  ...Array.from({ length: unhealthy }, () => seen(false, false, false)),
]
const alone = { child: () => true, alarm: () => true, isControlOn: () => true }

describe('a checker', () => {
  it('changes its verdict after the threshold of contrary results in a row, both ways', () => {
    expect(seen(false, false).isHealthy).toBe(true)
    expect(seen(false, false, true, false, false).isHealthy).toBe(true)
    expect(seen(false, false, false).isHealthy).toBe(false)
    expect(seen(false, false, false, true, true).isHealthy).toBe(false)
    expect(seen(false, false, false, true, true, true).isHealthy).toBe(true)
  })
})

describe('a health check', () => {
  it.each([
    [8, 0, true],
    [2, 6, true],
    [1, 7, false],
    [0, 8, false],
    [18, 82, false],
    [19, 81, true],
  ])('(31) with %i healthy and %i unhealthy checkers is healthy: %s', (healthy, unhealthy, expected) => {
    expect(statusOf(healthCheck, checkers(healthy, unhealthy), alone)).toBe(expected)
  })

  it('without data is healthy, and unhealthy when inverted', () => {
    expect(statusOf(healthCheck, [NEW_CHECKER, NEW_CHECKER], alone)).toBe(true)
    expect(statusOf({ ...healthCheck, isInverted: true }, [NEW_CHECKER], alone)).toBe(false)
  })

  it('when disabled, is healthy whatever the checkers report', () => {
    expect(statusOf({ ...healthCheck, isDisabled: true }, checkers(0, 8), alone)).toBe(true)
  })

  it('when calculated, counts its healthy children', () => {
    const calculated = {
      ...healthCheck,
      check: { kind: 'calculated', children: ['a', 'b'], threshold: 2 } as const,
    }
    expect(statusOf(calculated, [], alone)).toBe(true)
    expect(statusOf(calculated, [], { ...alone, child: (id) => id === 'a' })).toBe(false)
  })

  it('of a routing control is healthy while the control is on', () => {
    const controlled = { ...healthCheck, check: { kind: 'control', routingControlArn: 'a' } as const }
    expect(statusOf(controlled, [], { ...alone, isControlOn: (arn) => arn === 'a' })).toBe(true)
    expect(statusOf(controlled, [], { ...alone, isControlOn: (arn) => arn === 'b' })).toBe(false)
  })
})
