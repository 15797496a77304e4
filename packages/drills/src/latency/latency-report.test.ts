import { describe, expect, it } from 'vitest'
import { summarize } from '../statistics.ts'
import { latencyReport } from './latency-report.ts'
import type { LatencyMeasurement } from './measure-latency.ts'

const measured = (p50Ms: number, configuredMs: number | undefined): LatencyMeasurement => ({
  city: 'seoul',
  path: 'us-east-1',
  answeredBy: 'us-east-1',
  connectMs: p50Ms,
  tlsMs: undefined,
  roundTrip: summarize([p50Ms]),
  configuredMs,
})
const times = { startedAt: new Date(0), finishedAt: new Date(0) }
const target = { name: 'local', latencyTable: { name: 'measured-2017', rows: [] } } as const

describe('latencyReport', () => {
  it.each([
    [178, 'ok'],
    [183, 'ok'],
    [183.1, 'failed'],
    [172.9, 'failed'],
  ] as const)('judges %s ms against a configured 178 ms as %s', (p50Ms, verdict) => {
    expect(latencyReport(target, [measured(p50Ms, 178)], times).verdict).toBe(verdict)
  })

  it('shows but does not judge what nobody configured', () => {
    const report = latencyReport({ name: 'aws' }, [measured(200, undefined)], times)
    expect(report).toMatchObject({ verdict: 'ok', checks: [] })
    expect(report.notes.join()).toContain('not judged')
  })

  it('fails on a path that does not answer, and says why', () => {
    const report = latencyReport(target, [{ city: 'seoul', path: 'edge', failure: 'ETIMEDOUT' }], times)
    expect(report.verdict).toBe('failed')
    expect(report.checks[0]).toMatchObject({ name: 'Seoul → edge answers', detail: 'ETIMEDOUT' })
    expect(report.tables[0]?.rows[0]).toContain('no answer')
  })

  it('fails when there was nothing to measure', () => {
    expect(latencyReport(target, [], times).verdict).toBe('failed')
  })
})
