import type { Logger } from './logger.ts'

/** The metrics that CloudWatch extracts from a service's log, by the names used in alarms and dashboards. */
export const BUSINESS_METRICS = {
  leads: 'Leads',
  campaignViews: 'CampaignViews',
  parkedWrites: 'ParkedWrites',
  shedRequests: 'ShedRequests',
  consistencyWaits: 'ConsistencyWaits',
} as const

export type BusinessMetric = keyof typeof BUSINESS_METRICS

/** Counts since the last log line. */
export type BusinessCounts = Readonly<Record<BusinessMetric, number>>

export const BUSINESS_NAMESPACE = 'Meridian'

const EVERY_MS = 10_000
/** Fields that the logger adds to every line. */
const DIMENSIONS = [['region', 'service']]

/**
 * Logs the counts every ten seconds in embedded metric format, including zeros, so that a graph tells "none" from "silent". Stops
 * when disposed, after one last line.
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
