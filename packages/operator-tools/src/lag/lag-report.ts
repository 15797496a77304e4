import { REGION_IDS, type RegionId } from '@meridian/topology'
import { type Check, checkThat, failed, unlessTooBusy } from '../report/findings.ts'
import { judgedReport } from '../report/judged-report.ts'
import type { Report, RunTimes } from '../report/report.ts'
import { summarize } from '../statistics.ts'
import type { TargetDescription } from '../target/target.ts'
import { type LagMeasurement, type LagSample, writes } from './measure-lag.ts'

/** Percentiles of each region's lag, checked against the allowed maximum. */
export function lagReport(
  target: Pick<TargetDescription, 'name'>,
  { samples, cloudWatchMs }: LagMeasurement,
  maxLagMs: number,
  { startedAt, finishedAt, machine }: RunTimes,
): Report {
  const regions = REGION_IDS.map((region) => summarizeRegion(region, samples))
  const checks = regions.flatMap((region) => judge(region, maxLagMs, machine?.isTooBusy ?? false))
  return judgedReport({
    tool: 'replication-lag',
    title: 'Replication lag',
    target: target.name,
    startedAt,
    durationMs: finishedAt.getTime() - startedAt.getTime(),
    ...(machine && { machine }),
    notes: [
      'Lag as GET /api/region of each region says it; 0 where the writer is.',
      'CloudWatch publishes AuroraGlobalDBReplicationLag for secondaries only.',
    ],
    tables: [
      {
        title: 'Lag in ms',
        columns: ['region', 'role', 'p50', 'p95', 'p99', 'max', 'samples', 'CloudWatch'],
        rows: regions.map(({ region, role, lag, answered }) => [
          region,
          role,
          ...(lag
            ? [lag.p50Ms, lag.p95Ms, lag.p99Ms, lag.maxMs].map((ms) => ms.toFixed(1))
            : ['–', '–', '–', '–']),
          String(answered),
          cloudWatchMs[region]?.toFixed(1) ?? '–',
        ]),
      },
    ],
    checks,
    data: { maxLagMs, regions, cloudWatchMs, samples },
  })
}

function summarizeRegion(region: RegionId, samples: readonly LagSample[]) {
  const own = samples.filter((sample) => sample.region === region)
  const known = own.flatMap(({ lagMs }) => (lagMs === undefined ? [] : [lagMs]))
  const last = own.at(-1)
  return {
    region,
    role: last?.detail === writes(region) ? 'writer' : 'reader',
    lag: known.length > 0 ? summarize(known) : undefined,
    asked: own.length,
    answered: known.length,
    lastDetail: last?.detail ?? 'not asked',
  }
}

type RegionLag = ReturnType<typeof summarizeRegion>

/** A region that reports no lag fails on any machine; the lag itself depends on the machine. */
function judge(
  { region, lag, asked, answered, lastDetail }: RegionLag,
  maxLagMs: number,
  isTooBusy: boolean,
): readonly Check[] {
  const name = `${region} lags by less than ${maxLagMs} ms (p99), and always says how much`
  if (!lag) return [failed(name, lastDetail)]
  const detail = `p99 ${lag.p99Ms} ms, ${answered} of ${asked} answers, last: ${lastDetail}`
  if (answered < asked) return [failed(name, detail)]
  return unlessTooBusy(isTooBusy, [checkThat(lag.p99Ms < maxLagMs, name, detail)])
}
