import type { Logger } from './logger.ts'

/** What CloudWatch takes out of a service's log, by the names that alarms and dashboards use. */
export const BUSINESS_METRICS = {
  leads: 'Leads',
  campaignViews: 'CampaignViews',
  parkedWrites: 'ParkedWrites',
  shedRequests: 'ShedRequests',
  consistencyWaits: 'ConsistencyWaits',
} as const

export type BusinessMetric = keyof typeof BUSINESS_METRICS

/** How often each happened since it was last logged. */
export type BusinessCounts = Readonly<Record<BusinessMetric, number>>

export const BUSINESS_NAMESPACE = 'Meridian'

const EVERY_MS = 10_000
/** Fields that every line of the logger has. */
const DIMENSIONS = [['region', 'service']]

/**
 * Writes the counts into the log every ten seconds in embedded metric format, zeros too, so that a graph tells "none" from "silent". Stops when
 * disposed, after one last line.
 */
export function startBusinessMetrics(
  logger: Pick<Logger, 'info'>,
  takeCounts: () => BusinessCounts,
  everyMs = EVERY_MS,
): Disposable {
  const write = () => logger.info(lineOf(takeCounts(), Date.now()), 'metrics')
  const timer = setInterval(write, everyMs)
  timer.unref()
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      write()
    },
  }
}

/** One line in CloudWatch's embedded metric format. */
function lineOf(counts: BusinessCounts, nowMs: number): Record<string, unknown> {
  const values = Object.entries(counts).map(
    ([key, count]) => [BUSINESS_METRICS[key as BusinessMetric], count] as const,
  )
  return {
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [
        {
          Namespace: BUSINESS_NAMESPACE,
          Dimensions: DIMENSIONS,
          Metrics: values.map(([name]) => ({ Name: name, Unit: 'Count' })),
        },
      ],
    },
    ...Object.fromEntries(values),
  }
}
