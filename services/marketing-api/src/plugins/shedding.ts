import { createConcurrencyLimit, METRIC_NAMES, type Metrics } from '@meridian/observability'
import { shedLoad } from '@meridian/service-skeleton'
import type { FastifyInstance } from 'fastify'

/** Callers wait three seconds or longer for an answer: requests that would take longer than this are refused at once. */
const ANSWER_WITHIN_MS = 1_000
/** This many reads can wait for each other without harm; across an ocean each holds its slot for a quarter of a second. */
const LEAST_READS = 64
/** Writes that may wait for a writer, each holding a few kilobytes; clients of any more would give up before the answer. */
export const MOST_PARKED_WRITES = 500

/**
 * Refuses requests of this scope with 503 when they would wait longer than callers do. Reads and writes are counted separately:
 * a region without a writer still serves reads.
 */
export function shedRequests(app: FastifyInstance, metrics: Metrics): void {
  const shed = metrics.counter(
    METRIC_NAMES.shedRequests,
    'Requests refused because they would have waited too long.',
  )
  const reads = createConcurrencyLimit({ floor: LEAST_READS, withinMs: ANSWER_WITHIN_MS })
  const writes = createConcurrencyLimit({ floor: MOST_PARKED_WRITES, withinMs: ANSWER_WITHIN_MS })
  const onShed = () => {
    shed.increment()
    metrics.count('shedRequests')
  }
  shedLoad(app, ({ method }) => (method === 'POST' ? writes : reads), onShed)
}
