import type { Metrics } from '@meridian/observability'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Load balancers and edges add these to every request they forward; path encodings cannot bypass them. */
const FORWARDED_BY = ['x-forwarded-for', 'x-amzn-trace-id', 'via'] as const

/**
 * `GET /metrics` for Prometheus, which scrapes a task at its own address inside the region's network. A forwarded request
 * is answered 404: listener rules compare the path as sent, and `/%6detrics` is the same route.
 */
export function metricsRoute(app: FastifyInstance, metrics: Metrics): void {
  app.get('/metrics', async (request, reply) => {
    if (isForwarded(request)) return reply.callNotFound()
    reply.type(metrics.contentType)
    return metrics.print()
  })
}

const isForwarded = ({ headers }: FastifyRequest): boolean =>
  FORWARDED_BY.some((name) => headers[name] !== undefined)
