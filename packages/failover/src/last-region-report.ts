import { type Check, judgedReport, type Report } from '@meridian/operator-tools'
import { judgeLastRegion, type LastRegionView } from './last-region-checks.ts'

const NOTES = [
  'IF ANOTHER REGION IS ALIVE AND HAS BEEN PROMOTED, TWO WRITERS ACCEPT: what this one accepts now is lost when they meet.',
  'From then on the region writes without a majority, until any other region renews its support or a newer epoch begins; that ends it by itself.',
]

/** The plan or its outcome, with each region's last renewal. */
export function lastRegionReport(
  target: 'local' | 'aws',
  title: string,
  { view, startedAt, checks = judgeLastRegion(view), notes = NOTES }: LastRegionFindings,
): Report {
  const renewals = view.own instanceof Error ? [] : view.own.renewals
  return judgedReport({
    tool: 'last-region',
    title,
    target,
    startedAt,
    notes,
    tables: [
      {
        title: 'Support',
        columns: ['region', 'last renewed'],
        rows: renewals.map(({ region, renewedMsAgo }) => [
          region,
          renewedMsAgo === null ? 'never' : `${(renewedMsAgo / 1_000).toFixed(1)} s ago`,
        ]),
      },
    ],
    checks: checks.map(({ name, verdict, detail }) => ({ name, verdict, detail })),
    data: { region: view.region, isWriter: view.isWriter, renewals, checks },
  })
}

export interface LastRegionFindings {
  readonly view: LastRegionView
  readonly startedAt: Date
  /** Default: the plan's checks. */
  readonly checks?: readonly Check[]
  readonly notes?: readonly string[]
}
