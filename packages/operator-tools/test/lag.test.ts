import { createServer } from 'node:http'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createAwsClients } from '../src/aws/clients.ts'
import { lagReport } from '../src/lag/lag-report.ts'
import { type LagOptions, type LagSample, measureLag } from '../src/lag/measure-lag.ts'
import { listen, portOf, startConnectProxy } from './connect-proxy.ts'
import { startJsonServices } from './json-services.ts'
import { manualPacing } from './manual-pacing.ts'
import { sampleWorld } from './sample-target.ts'

const KEY = 'the key'
const TIMES = { startedAt: new Date(0), finishedAt: new Date(1_000) }

/** A region's successive responses; the last one repeats. A number is a lag, a string a failure. */
type Series = readonly (number | 'answers 503')[]

/** A region's API for callers with the key. */
function startRegion(series: Series): Promise<string> {
  let asked = 0
  return listen(
    createServer((request, response) => {
      if (request.url !== '/api/region' || request.headers['x-test-key'] !== KEY)
        return response.writeHead(403).end('{}')
      const said = series[Math.min(asked, series.length - 1)]
      asked += 1
      if (typeof said !== 'number') return response.writeHead(503).end('{}')
      response.end(JSON.stringify({ replicationLagMs: said, writer: { region: 'us-east-1' } }))
    }),
  )
}

/** CloudWatch has metrics for secondaries only; Secrets Manager holds the key. */
const startControlPlane = (cloudWatchMs: Partial<Record<RegionId, readonly number[]>> = {}) =>
  startJsonServices({
    GetSecretValue: () => ({ Name: 'meridian/origin-key', SecretString: KEY }),
    GetMetricStatistics: ({ region }) => ({
      Label: 'AuroraGlobalDBReplicationLag',
      Datapoints: (cloudWatchMs[region as RegionId] ?? []).map((Average, minute) => ({
        Average,
        Timestamp: 1_800_000_000 + minute * 60,
        Unit: 'Milliseconds',
      })),
    }),
  })

/** Every source of lag; a region without a series cannot be reached. */
async function startWorld(
  series: Partial<Record<RegionId, Series>>,
  cloudWatchMs?: Partial<Record<RegionId, readonly number[]>>,
) {
  const { stackOutputs } = sampleWorld()
  const ports: Record<string, number> = {}
  for (const region of REGION_IDS) {
    const own = series[region]
    if (own)
      ports[`${new URL(stackOutputs.loadBalancers[region].url).hostname}:80`] = portOf(await startRegion(own))
  }
  const { endpoint, calls } = await startControlPlane(cloudWatchMs)
  const proxy = await startConnectProxy(ports, 0)
  const target = sampleWorld({ endpoint, vantages: [{ city: 'new-york', proxy }] })
  const aws = createAwsClients(target)
  onTestFinished(() => aws[Symbol.dispose]())
  const measure = (options: Partial<LagOptions> & { readonly samples: number }) =>
    measureLag(target, aws, { intervalMs: 200, timeoutMs: 5_000, pacing: manualPacing(), ...options })
  return { target, calls, measure }
}

const of = (samples: readonly LagSample[], wanted: RegionId) =>
  samples.filter(({ region }) => region === wanted)

describe('measureLag', () => {
  it('asks every region in every round, at the given interval', async () => {
    const { measure } = await startWorld({
      'us-east-1': [0],
      'us-west-2': [40, 50, 60],
      'ap-northeast-2': [90, 80, 70],
    })
    const { samples } = await measure({ samples: 3 })
    expect(of(samples, 'us-west-2').map(({ atMs, lagMs }) => [atMs, lagMs])).toEqual([
      [0, 40],
      [200, 50],
      [400, 60],
    ])
    expect(of(samples, 'ap-northeast-2').map(({ lagMs }) => lagMs)).toEqual([90, 80, 70])
    expect(new Set(samples.map(({ detail }) => detail))).toEqual(new Set(['us-east-1 writes']))
  })

  it('ignores CloudWatch for the writer, whose data points are from before its promotion', async () => {
    const { measure } = await startWorld(
      { 'us-east-1': [0], 'us-west-2': [40], 'ap-northeast-2': [90] },
      { 'us-east-1': [376], 'us-west-2': [41], 'ap-northeast-2': [92] },
    )
    const { cloudWatchMs } = await measure({ samples: 1 })
    expect(cloudWatchMs).toEqual({ 'us-west-2': 41, 'ap-northeast-2': 92 })
  })

  it('shows all samples after every round', async () => {
    const { measure } = await startWorld({ 'us-east-1': [0], 'us-west-2': [40], 'ap-northeast-2': [90] })
    const shown: number[] = []
    await measure({ samples: 3, onSample: (samples) => shown.push(samples.length) })
    expect(shown).toEqual([3, 6, 9])
  })

  it('continues past a region that cannot be reached or answers with an error, and reports why', async () => {
    const { measure, target } = await startWorld({
      'us-east-1': [0],
      'us-west-2': [40, 'answers 503', 40],
    })
    const measured = await measure({ samples: 3 })
    expect(of(measured.samples, 'us-west-2').map(({ lagMs, detail }) => lagMs ?? detail)).toEqual([
      40,
      'answered 503',
      40,
    ])
    for (const { lagMs, detail } of of(measured.samples, 'ap-northeast-2')) {
      expect(lagMs).toBeUndefined()
      expect(detail).toContain('the proxy answered 502')
    }
    const { verdict, checks } = lagReport(target, measured, 1_000, TIMES)
    expect(verdict).toBe('failed')
    expect(checks.map((check) => check.verdict)).toEqual(['ok', 'failed', 'failed'])
    expect(checks[1]?.detail).toContain('2 of 3 answers')
  })

  it('asks CloudWatch once at the end, each secondary in its own region, for the newest value', async () => {
    const { measure, calls } = await startWorld(
      { 'us-east-1': [0], 'us-west-2': [40], 'ap-northeast-2': [90] },
      { 'us-west-2': [30, 41.5], 'ap-northeast-2': [88] },
    )
    const { cloudWatchMs } = await measure({ samples: 2 })
    expect(cloudWatchMs).toEqual({ 'us-west-2': 41.5, 'ap-northeast-2': 88 })
    const asked = calls.filter(({ operation }) => operation === 'GetMetricStatistics')
    expect(asked.map(({ region, input }) => [region, input.Dimensions[0].Value]).sort()).toEqual([
      ['ap-northeast-2', 'meridian-apne2'],
      ['us-west-2', 'meridian-usw2'],
    ])
  })
})

describe('the percentiles of a measurement', () => {
  it('are values of the series itself, by nearest rank', async () => {
    const oneToHundred = Array.from({ length: 100 }, (_, index) => index + 1)
    const { measure, target } = await startWorld({
      'us-east-1': [0],
      // In descending order: the order of arrival does not matter.
      'us-west-2': oneToHundred.toReversed(),
      'ap-northeast-2': oneToHundred.map((ms) => ms * 10),
    })
    const { tables, checks } = lagReport(target, await measure({ samples: 100 }), 990, TIMES)
    expect(tables[0]?.rows.map((row) => [row[0], ...row.slice(2, 7)])).toEqual([
      ['us-east-1', '0.0', '0.0', '0.0', '0.0', '100'],
      ['us-west-2', '50.0', '95.0', '99.0', '100.0', '100'],
      ['ap-northeast-2', '500.0', '950.0', '990.0', '1000.0', '100'],
    ])
    // A p99 of 990 ms is not less than 990 ms.
    expect(checks.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'failed'])
  })
})
