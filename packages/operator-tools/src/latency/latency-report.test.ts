import { describe, expect, it } from 'vitest'
import type { MachineEvidence } from '../machine/watch-machine.ts'
import { summarize } from '../statistics.ts'
import { latencyReport } from './latency-report.ts'
import type { LatencyMeasurement } from './measure-latency.ts'

const measured = (minMs: number, configuredMs: number | undefined): LatencyMeasurement => ({
  city: 'seoul',
  path: 'us-east-1',
  answeredBy: 'us-east-1',
  connectMs: minMs,
  tlsMs: undefined,
  roundTrip: summarize([minMs, minMs + 90, minMs + 95]),
  failures: [],
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
  ] as const)('judges a shortest sample of %s ms against a configured 178 ms as %s', (minMs, verdict) => {
    expect(latencyReport(target, [measured(minMs, 178)], times).verdict).toBe(verdict)
  })

  it('judges no latency on a machine that is too busy, but still requires every request to be answered', () => {
    const machine = { isTooBusy: true } as MachineEvidence
    const late = latencyReport(target, [measured(190, 178)], { ...times, machine })
    expect(late.verdict).toBe('inconclusive')
    const silent = { city: 'seoul', path: 'edge', failure: 'ETIMEDOUT' } as const
    expect(latencyReport(target, [silent], { ...times, machine }).verdict).toBe('failed')
  })

  it('shows but does not judge a path without a configured latency', () => {
    const report = latencyReport({ name: 'aws' }, [measured(200, undefined)], times)
    expect(report).toMatchObject({
      verdict: 'ok',
      checks: [{ name: 'Seoul → us-east-1 answers every request' }],
    })
    expect(report.notes.join()).toContain('not judged')
  })

  it('reports how many times slower the farthest region is', () => {
    const near = { ...measured(5, undefined), path: 'ap-northeast-2' } as const
    const [table] = latencyReport({ name: 'aws' }, [measured(160, undefined), near], times).tables
    expect(table?.rows[0]?.at(-1)).toBe('us-east-1, 32.0 times the nearest')
  })

  it('fails on a path that does not answer, with the reason', () => {
    const report = latencyReport(target, [{ city: 'seoul', path: 'edge', failure: 'ETIMEDOUT' }], times)
    expect(report.verdict).toBe('failed')
    expect(report.checks[0]).toMatchObject({ name: 'Seoul → edge answers', detail: 'ETIMEDOUT' })
    expect(report.tables[0]?.rows[0]).toContain('no answer')
  })

  it('fails on a path that answers some requests with an error', () => {
    const flaky = { ...measured(178, 178), failures: ['503', '503'] }
    const report = latencyReport(target, [flaky], times)
    expect(report.verdict).toBe('failed')
    expect(report.checks[0]).toMatchObject({ verdict: 'failed', detail: '2 answered 503' })
  })

  it('fails when there was nothing to measure', () => {
    expect(latencyReport(target, [], times).verdict).toBe('failed')
  })
})
