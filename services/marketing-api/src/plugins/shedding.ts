import underPressure from '@fastify/under-pressure'
import { METRIC_NAMES, type Metrics } from '@meridian/observability'
import type { FastifyInstance } from 'fastify'

/** An event loop this late answers nobody in time; refusing quickly lets the load balancer's other targets help. */
const MOST_EVENT_LOOP_DELAY_MS = 2_000

/** Refuses requests of this scope with 503 while the process cannot keep up; resolves the question whether it does so now. */
export async function shedLoad(app: FastifyInstance, metrics: Metrics): Promise<() => boolean> {
  const shed = metrics.counter(
    METRIC_NAMES.shedRequests,
    'Requests refused because the process could not keep up.',
  )
  await app.register(underPressure, {
    maxEventLoopDelay: MOST_EVENT_LOOP_DELAY_MS,
    pressureHandler() {
      shed.increment()
      throw Object.assign(new Error('shed'), { statusCode: 503 })
    },
  })
  return () => app.isUnderPressure()
}
