import type { RegionId } from '@meridian/topology'
import type { AlarmRow, MetricChoice } from './alarms.ts'

/** Metrics that marketing-api logs in embedded metric format and CloudWatch extracts (packages/observability). */
export type ApplicationMetric =
  | 'Leads'
  | 'CampaignViews'
  | 'ParkedWrites'
  | 'ShedRequests'
  | 'ConsistencyWaits'

export const APPLICATION_NAMESPACE = 'Meridian'
const SERVICE = 'marketing-api'

/** CloudWatch identifies a metric's dimensions by name, so the order does not matter. */
export const applicationDimensions = (region: RegionId) => ({ region, service: SERVICE })

/** A few wait at every switchover; a minute of a busy day's writes is an outage of the writer. */
const MOST_PARKED = 20
/** Shedding is for bursts; minutes of it mean too few tasks. */
const MOST_SHED = 10
/** A reader that is briefly behind makes visitors who have just written wait. */
const MOST_WAITS = 200

/** What affects a region's visitors before a database or a task looks unhealthy. */
export function applicationAlarms(region: RegionId): readonly AlarmRow[] {
  const sum = (name: ApplicationMetric): MetricChoice => ({
    namespace: APPLICATION_NAMESPACE,
    name,
    dimensions: applicationDimensions(region),
    statistic: 'Sum',
  })
  const row = { comparison: 'above', whenMissing: 'notBreaching' } as const
  return [
    {
      ...row,
      id: 'parked-writes',
      watch: sum('ParkedWrites'),
      threshold: MOST_PARKED,
      breaches: [2, 3],
      says: `More than ${MOST_PARKED} writes a minute wait for a writer: there is none, or this region does not reach it. They are answered 503 when their time is over. See whether a switchover runs; otherwise the writer is lost.`,
      runbook: 'look',
    },
    {
      ...row,
      id: 'shed-requests',
      watch: sum('ShedRequests'),
      threshold: MOST_SHED,
      breaches: [3, 5],
      says: `The API refuses more than ${MOST_SHED} requests a minute, because they would have waited longer than their visitors do. Add tasks, or find what makes the database slow.`,
      runbook: 'alarms',
    },
    {
      ...row,
      id: 'consistency-waits',
      watch: sum('ConsistencyWaits'),
      threshold: MOST_WAITS,
      breaches: [5, 5],
      says: `More than ${MOST_WAITS} reads a minute wait until the region's reader has what their visitors have seen already: it lags. Look at the replication lag and at the load of the reader.`,
      runbook: 'look',
    },
  ]
}
