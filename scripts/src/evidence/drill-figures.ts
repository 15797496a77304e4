import { DRILLS } from '@meridian/drills'
import { REGION_IDS } from '@meridian/topology'
import type { Figure } from './figure.ts'
import { count, duration, seconds } from './format.ts'
import type { ReportValues } from './report-values.ts'

type Read = Figure['read']

const writes = (report: ReportValues) => report.number('data', 'findings', 'requests', 'writes', 'sent')
const reads = (report: ReportValues) => report.number('data', 'findings', 'requests', 'reads', 'sent')
const recovery = (field: string): Read => {
  return (report) => {
    const last = report.list('data', 'findings', 'recoveries').at(-1)
    if (!last) throw new TypeError('the drill had no change of writer.')
    return duration(last.number(field))
  }
}

/** The first detection of the last injected failure. */
const firstSignal = (report: ReportValues): ReportValues => {
  const last = report.list('data', 'findings', 'detections').at(-1)
  if (!last?.has('first')) throw new TypeError('nothing detected the injected failure.')
  return last
}

/** Values that every drill's report has, by name. */
const READ: Readonly<Record<string, Read>> = {
  acknowledged: (report) => count(report.number('data', 'findings', 'lost', 'acknowledged')),
  lost: (report) => count(report.number('data', 'findings', 'recoveryPoint', 'rows')),
  rpo: (report) => seconds(report.number('data', 'findings', 'recoveryPoint', 'seconds')),
  gap: (report) => duration(report.number('data', 'findings', 'gap', 'longestMs')),
  'visitor-gap': (report) =>
    duration(
      Math.max(
        ...REGION_IDS.map((region) => report.number('data', 'findings', 'visitorGaps', region, 'longestMs')),
      ),
    ),
  'failed-writes': (report) =>
    `${count(report.number('data', 'findings', 'requests', 'writes', 'failed'))} of ${count(writes(report))}`,
  'failed-reads': (report) =>
    `${count(report.number('data', 'findings', 'requests', 'reads', 'failed'))} of ${count(reads(report))}`,
  'refused-reads': (report) => count(report.number('data', 'findings', 'requests', 'refusedReads')),
  // To the first write that the new writer accepted: from the last call, and from the last injected failure.
  rto: recovery('rtoMs'),
  'since-failure': recovery('sinceFailureMs'),
  detected: (report) => duration(firstSignal(report).number('first', 'afterMs')),
  'detected-by': (report) => firstSignal(report).text('first', 'signal'),
  'target-gap': (report) => duration(report.number('data', 'targets', 'longestWriteGapMs')),
  'target-visitor-gap': (report) => duration(report.number('data', 'targets', 'longestVisitorGapMs')),
  'target-rto': (report) => duration(report.number('data', 'targets', 'rtoMs')),
  'target-rpo': (report) => seconds(report.number('data', 'targets', 'rpoSeconds')),
}

/** `region-loss.gap` and the like, for every drill. */
export const DRILL_FIGURES: Readonly<Record<string, Figure>> = Object.fromEntries(
  DRILLS.flatMap(({ name }) =>
    Object.entries(READ).map(([what, read]): [string, Figure] => [`${name}.${what}`, { run: name, read }]),
  ),
)
