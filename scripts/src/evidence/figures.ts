import { CITY_IDS, REGION_IDS } from '@meridian/topology'
import { DRILL_FIGURES } from './drill-figures.ts'
import type { Figure } from './figure.ts'
import { count, duration, median, milliseconds, percent, seconds, times } from './format.ts'
import type { ReportValues } from './report-values.ts'

const seriesRuns = (report: ReportValues) => report.list('data', 'runs')
const ofRuns = (report: ReportValues, field: string) => seriesRuns(report).map((run) => run.number(field))
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** From AWS receiving the call to the first accepted write, without the start-up of the calling command. */
const recoveries = (report: ReportValues): readonly number[] =>
  seriesRuns(report).flatMap((run) => {
    const startUps = run.list('startUpsMs')
    return run
      .list('recoveriesMs')
      .map((recovery, index) => recovery.number() - (startUps[index]?.number() ?? 0))
  })

const SERIES: Readonly<Record<string, Figure['read']>> = {
  runs: (report) => count(seriesRuns(report).length),
  acknowledged: (report) => count(sum(ofRuns(report, 'acknowledged'))),
  lost: (report) => count(sum(ofRuns(report, 'lost'))),
  'lost.most': (report) => count(Math.max(...ofRuns(report, 'lost'))),
  'lost.unnamed': (report) => count(sum(ofRuns(report, 'unnamed'))),
  'failed-writes': (report) => count(sum(ofRuns(report, 'failedWrites'))),
  'failed-reads': (report) => count(sum(ofRuns(report, 'failedReads'))),
  'stale-reads': (report) => count(sum(ofRuns(report, 'staleReads'))),
  duplicated: (report) => count(sum(ofRuns(report, 'duplicated'))),
  'refused-reads.most': (report) => count(Math.max(...ofRuns(report, 'refusedReads'))),
  'gap.median': (report) => duration(median(ofRuns(report, 'longestWriteGapMs'))),
  'gap.worst': (report) => duration(Math.max(...ofRuns(report, 'longestWriteGapMs'))),
  'rpo.worst': (report) => seconds(Math.max(...ofRuns(report, 'recoveryPointSeconds'))),
  'rto.median': (report) => duration(median(recoveries(report))),
  'rto.worst': (report) => duration(Math.max(...recoveries(report))),
}

const roundTripMs = (report: ReportValues, from: string, to: string): number => {
  const measured = report
    .list('data', 'measurements')
    .find((each) => each.text('city') === from && each.text('path') === to)
  if (!measured) throw new TypeError(`no round trip from ${from} to ${to} was measured.`)
  return measured.number('roundTrip', 'minMs')
}

const PATHS = [...REGION_IDS, 'edge']
const nearestMs = (report: ReportValues, city: string) =>
  Math.min(...REGION_IDS.map((region) => roundTripMs(report, city, region)))

const LATENCY = Object.fromEntries(
  CITY_IDS.flatMap((city) =>
    PATHS.flatMap((path): [string, Figure['read']][] => [
      [`${city}.${path}`, (report) => milliseconds(roundTripMs(report, city, path))],
      [`${city}.${path}.times`, (report) => times(roundTripMs(report, city, path) / nearestMs(report, city))],
    ]),
  ),
)

const lagOf = (report: ReportValues, region: string, what: string): string => {
  const measured = report.list('data', 'regions').find((each) => each.text('region') === region)
  if (!measured) throw new TypeError(`the lag of ${region} was not measured.`)
  return milliseconds(measured.number('lag', `${what}Ms`))
}

const LAG = Object.fromEntries(
  REGION_IDS.flatMap((region) =>
    ['p50', 'p95', 'p99'].map((what): [string, Figure['read']] => [
      `${region}.${what}`,
      (report) => lagOf(report, region, what),
    ]),
  ),
)

const ofSchedules = (report: ReportValues, field: string) =>
  count(sum(report.list('data').map((each) => each.number('figures', field))))

const byRun = (run: string, reads: Readonly<Record<string, Figure['read']>>): readonly [string, Figure][] =>
  Object.entries(reads).map(([what, read]) => [`${run}.${what}`, { run, read }])

/** Every figure that a page may quote, by its placeholder `<run>.<figure>`. */
export const FIGURES: Readonly<Record<string, Figure>> = {
  ...Object.fromEntries([
    ...byRun('series-switchover', SERIES),
    ...byRun('series-failover', SERIES),
    ...byRun('series-failover-at-aws-pace', SERIES),
    ...byRun('test-latency', LATENCY),
    ...byRun('replication-lag', LAG),
    ...byRun('failure-schedules', {
      schedules: (report) => count(report.list('data').length),
      writes: (report) => ofSchedules(report, 'writes'),
      'lost-and-named': (report) => ofSchedules(report, 'lostAndNamed'),
      'changes-of-writer': (report) => ofSchedules(report, 'changesOfWriter'),
    }),
    ...byRun('test-dns', {
      answers: (report) => count(report.list('data', 'answers').length),
    }),
    ...byRun('bench-request-path', {
      'read.ratio': (report) => times(report.number('comparisons', 0, 'ratio')),
      'read.median': (report) =>
        milliseconds(
          median(report.list('comparisons', 0, 'rounds', 'product').map((round) => round.number('p50Ms'))),
        ),
      'read.average': (report) => milliseconds(report.number('oneByOneMs', 'product')),
      'read.per-second': (report) =>
        count(Math.round(report.number('comparisons', 0, 'medianRequestsPerSecond', 'product'))),
    }),
    ...byRun('bench-token-cost', {
      cost: (report) => percent(report.number('cost')),
      low: (report) => percent(report.number('interval', 0)),
      high: (report) => percent(report.number('interval', 1)),
    }),
    ...byRun('bench-world-start', {
      first: (report) => seconds(median(report.list('cold').map((each) => each.number())) / 1_000),
      later: (report) => seconds(median(report.list('warm').map((each) => each.number())) / 1_000),
    }),
  ]),
  ...DRILL_FIGURES,
}
