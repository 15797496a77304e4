import type { AlarmRow } from './alarms.ts'

/** What the filter on the API's log counts, and the alarm watches. */
export const MAJORITY_LOST_METRIC = { namespace: 'Meridian', name: 'WritesRefusedForMajority' } as const

/** The API writes a line with this code for each write that it refuses because too few regions support the writer. */
export const MAJORITY_LOST_PATTERN = '{ $.err.code = "MERIDIAN_DATABASE_MAJORITY_LOST" }'

/** One region's API. The writer refuses everybody's writes, so each region that still reaches it alarms for its own visitors. */
export function majorityAlarms(): readonly AlarmRow[] {
  return [
    {
      id: 'lost',
      watch: { ...MAJORITY_LOST_METRIC, dimensions: {}, statistic: 'Sum' },
      threshold: 0,
      comparison: 'above',
      breaches: [1, 1],
      whenMissing: 'notBreaching',
      says: 'The writer refuses writes because fewer than half of the regions support it: two regions are lost, or the links to them. Find out which; writes go on by themselves when one of them is back.',
      runbook: 'last',
    },
  ]
}
