import { describe, expect, it } from 'vitest'
import { lagReport } from './lag-report.ts'
import { type LagSample, sample } from './measure-lag.ts'
import { lagChart, sparkline } from './sparkline.ts'

const TIMES = { startedAt: new Date(0), finishedAt: new Date(1_000) }

const of = (region: LagSample['region'], lagMs: number | undefined, detail = 'us-east-1 writes') => ({
  region,
  atMs: 0,
  lagMs,
  detail,
})

describe('a lag report', () => {
  const well = [of('us-east-1', 0), of('us-west-2', 40), of('ap-northeast-2', 90)]

  it('is ok when every region lags less than allowed', () => {
    const report = lagReport({ name: 'local' }, { samples: well, cloudWatchMs: {} }, 1_000, TIMES)
    expect(report.verdict).toBe('ok')
    expect(report.tables[0]?.rows[0]?.slice(0, 2)).toEqual(['us-east-1', 'writer'])
    expect(report.tables[0]?.rows[2]?.slice(0, 5)).toEqual([
      'ap-northeast-2',
      'reader',
      '90.0',
      '90.0',
      '90.0',
    ])
  })

  it('fails for a region that lags more or reports nothing', () => {
    const samples = [
      of('us-east-1', 0),
      of('us-west-2', 1_400),
      of('ap-northeast-2', undefined, 'answered 503'),
    ]
    const { checks } = lagReport({ name: 'local' }, { samples, cloudWatchMs: {} }, 1_000, TIMES)
    expect(checks.map(({ verdict }) => verdict)).toEqual(['ok', 'failed', 'failed'])
    expect(checks[2]?.detail).toBe('answered 503')
  })
})

describe('a sample', () => {
  const answering = (status: number, body: object) => ({
    send: async () => ({ status, body: JSON.stringify(body), header: () => undefined }),
  })

  it('is the lag that the region reports', async () => {
    const client = answering(200, { replicationLagMs: 12, writer: { region: 'us-west-2' } })
    expect(await sample(client, 'us-east-1', 5)).toEqual({
      region: 'us-east-1',
      atMs: 5,
      lagMs: 12,
      detail: 'us-west-2 writes',
    })
  })

  it('is unknown when the region cannot report it', async () => {
    expect(
      await sample(answering(200, { replicationLagMs: null, writer: null }), 'us-east-1', 5),
    ).toMatchObject({
      lagMs: undefined,
      detail: 'nobody writes',
    })
    const silent = { send: () => Promise.reject(new Error('no route')) }
    expect(await sample(silent, 'us-east-1', 5)).toMatchObject({ lagMs: undefined, detail: 'no route' })
  })
})

describe('the chart', () => {
  it('draws values on one scale and crosses for missing ones', () => {
    expect(sparkline([0, 50, 100, undefined], 100)).toBe('▁▄█×')
    const [, west, seoul] = lagChart([of('us-east-1', 0), of('us-west-2', 80)], 66)
    expect(west).toBe('us-west-2             █     80 ms  p50    80  p95    80  p99    80')
    expect(seoul).toBe('ap-northeast-2          no answer')
  })

  it('draws the newest values and counts all of them', () => {
    const samples = Array.from({ length: 100 }, (_, index) => of('us-east-1', index + 1))
    const [east] = lagChart(samples, 66)
    expect(east).toBe('us-east-1      ▇▇▇▇▇▇▇█    100 ms  p50    50  p95    95  p99    99')
  })

  it.each([10, 40, 66, 80, 300])('has no line longer than %i columns', (columns) => {
    const samples = Array.from({ length: 200 }, (_, index) => of('us-east-1', index + 1))
    for (const line of lagChart(samples, columns)) expect(line.length).toBeLessThanOrEqual(columns)
  })
})
