import { CITIES, REGION_IDS } from '@meridian/topology'
import { dashboards } from './look-at-dashboards.ts'
import { home, loss } from './loss-and-home.ts'
import { type DemoStep, found, reportOf } from './step.ts'
import { describeCity, watchVisitors } from './visitor-watch.ts'

interface LatencyData {
  readonly measurements: readonly { readonly path: string; readonly roundTrip?: { readonly p50Ms: number } }[]
}

const latency: DemoStep = {
  id: 'latency',
  title: 'Latency from Seoul to all three regions',
  shows: 'The round trip from Seoul to each region’s load balancer, and through the edge.',
  why: 'Distance is the reason for three regions: what a visitor waits for is the way, and no server makes that shorter.',
  minutes: 1,
  async act({ run }) {
    const result = await run('test-latency', ['--cities', 'seoul', '--samples', '10'])
    const { measurements } = reportOf<LatencyData>(result).data
    const times = measurements.map(
      ({ path, roundTrip }) => `${path} ${roundTrip ? `${roundTrip.p50Ms.toFixed(0)} ms` : 'no answer'}`,
    )
    return [found(result, `From Seoul, p50: ${times.join(', ')}`)]
  },
}

interface LagData {
  readonly regions: readonly { readonly region: string; readonly lag?: { readonly p99Ms: number } }[]
}

const lag: DemoStep = {
  id: 'lag',
  title: 'Replication lag, as the services and CloudWatch see it',
  shows: 'How far each replica is behind the writer, sampled fifty times, beside the CloudWatch metric.',
  why: 'This is the recovery point: what a failover would lose if the writer’s region were gone now.',
  minutes: 1,
  async act({ run }) {
    const result = await run('replication-lag', ['--samples', '50'])
    const { regions } = reportOf<LagData>(result).data
    const lags = regions.map(
      ({ region, lag: summary }) => `${region} ${summary ? `${summary.p99Ms.toFixed(0)} ms` : 'no answer'}`,
    )
    return [found(result, `Lag, p99: ${lags.join(', ')}`)]
  },
}

interface KillData {
  readonly runningAfterMs?: number
  /** Absent when the replacement served nothing in time. */
  readonly servingAfterMs?: number
}

const after = (ms: number | undefined): string =>
  ms === undefined ? 'not in time' : `after ${(ms / 1_000).toFixed(1)} s`

const task: DemoStep = {
  id: 'task',
  title: 'A task is stopped, and ECS replaces it',
  shows: 'One of Seoul’s API tasks is stopped while visitors in Seoul keep asking.',
  why: 'Each region has at least two tasks of each service, so nobody notices that one is gone.',
  minutes: 1,
  async act({ run, target }) {
    await using watch = await watchVisitors(target, ['seoul'])
    const result = await run('kill-task', ['--region', 'ap-northeast-2', '--confirm', 'marketing-api'])
    const [seoul] = await watch.end()
    const { runningAfterMs, servingAfterMs } = reportOf<KillData>(result).data
    return [
      found(result, `Another task runs: ${after(runningAfterMs)}; serves: ${after(servingAfterMs)}`),
      { isOk: seoul?.failed === 0, headline: seoul ? describeCity(seoul) : 'Nobody asked' },
    ]
  },
}

const diagram: DemoStep = {
  id: 'diagram',
  title: 'The architecture, drawn from the program',
  shows: 'The diagram in README.md and docs/architecture.md, compared with what the program describes.',
  why: 'The picture is generated from the Pulumi program’s resources, so it cannot be out of date.',
  minutes: 2,
  async act({ run }) {
    const result = await run('docs', ['--check'])
    return [found(result, 'docs/architecture.md is what the program describes')]
  },
}

const runbook: DemoStep = {
  id: 'runbook',
  title: 'The failover runbook',
  shows: 'The plan of a switchover: the checks, the exact AWS call, and what to type. Nothing is changed.',
  why: 'docs/failover-runbook.md is executed by a test on every change, so it works at 3 a.m.',
  minutes: 2,
  async act({ run }) {
    const result = await run('failover', ['plan', '--to', 'us-west-2'])
    const { checks } = reportOf(result)
    const ok = checks.filter(({ verdict }) => verdict === 'ok').length
    return [found(result, `${ok} of ${checks.length} checks allow a switchover to us-west-2`)]
  },
}

interface Estimate {
  readonly usdPerMonth: number
}

const DAYS_PER_MONTH = 365 / 12

const bill: DemoStep = {
  id: 'bill',
  title: 'The bill',
  shows: 'What the POC stack costs, resource by resource, priced from the program and a dated list.',
  why: 'The cost is an output of the design: every resource has a price before anybody runs it.',
  minutes: 1,
  async act({ run }) {
    const result = await run('cost', ['--stack', 'poc', '--profile', 'idle'])
    const [estimate] = result.json as readonly Estimate[]
    const perDay = (estimate?.usdPerMonth ?? Number.NaN) / DAYS_PER_MONTH
    return [found(result, `The POC stack, idle: $${perDay.toFixed(2)} a day, by list prices`)]
  },
}

interface RoutingData {
  readonly answers: readonly {
    readonly city: keyof typeof CITIES
    readonly name: string
    readonly region?: string
  }[]
}

const routing: DemoStep = {
  id: 'routing',
  title: 'Geographic routing',
  shows: 'What Route 53 answers to visitors of seven cities, over UDP, TCP and TestDNSAnswer.',
  why: 'The nearest region is chosen in the DNS answer, and another one when that region cannot serve.',
  minutes: 1,
  async act({ run }) {
    const cities = 'seoul,tokyo,sydney,san-francisco,new-york,sao-paulo,frankfurt'
    const result = await run('test-dns', ['--cities', cities])
    const nearest = reportOf<RoutingData>(result).data.answers.filter(({ name }) => name === 'nearest')
    const byRegion = REGION_IDS.map((region) => {
      const there = nearest.filter((answer) => answer.region === region)
      return `${region}: ${there.map(({ city }) => CITIES[city].label).join(', ') || 'nobody'}`
    })
    return [found(result, byRegion.join('; '))]
  },
}

/** The demonstration, in its order. */
export const DEMO_STEPS: readonly DemoStep[] = [
  latency,
  lag,
  task,
  dashboards,
  diagram,
  runbook,
  bill,
  routing,
  loss,
  home,
]
