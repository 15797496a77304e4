import {
  type Logger,
  METRIC_NAMES,
  type Metrics,
  RequestLogger,
  type RequestTimer,
} from '@meridian/observability'
import type { Lifecycle } from '@meridian/service-skeleton'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Counts every request by method, route and status, and reports whether this task is serving. */
export function countRequests(metrics: Metrics, lifecycle: Lifecycle) {
  const timers = new Map<string, RequestTimer>()
  metrics.gauge(METRIC_NAMES.ready, 'Whether this task takes part in serving.', () =>
    lifecycle.phase === 'serving' ? 1 : 0,
  )

  return ({ method }: FastifyRequest, reply: FastifyReply, route: string): void => {
    const key = `${method} ${route} ${reply.statusCode}`
    let timer = timers.get(key)
    if (timer === undefined) {
      timer = metrics.requestTimer(method, route, reply.statusCode)
      timers.set(key, timer)
    }
    timer(reply.elapsedTime / 1_000)
  }
}

/** Gives each request a logger that is created at first use. */
export function lazyRequestLogger(logger: unknown, bindings: object): RequestLogger {
  return new RequestLogger(logger as Logger, bindings)
}

/** Request ids that need no random bytes: the process's own prefix and a counter. */
export function createRequestIds(prefix: string): () => string {
  let count = 0
  return () => {
    count += 1
    return `${prefix}-${count.toString(36)}`
  }
}
