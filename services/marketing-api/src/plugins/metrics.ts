import type { Metrics } from '@meridian/observability'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Load balancers and edges add these to whatever they forward, and no rule or encoding of a path gets round them. */
const FORWARDED_BY = ['x-forwarded-for', 'x-amzn-trace-id', 'via'] as const

/**
 * `GET /metrics` for Prometheus, which asks a task at its own address inside the region's network. A request that was
 * forwarded is answered 404: listener rules compare a path as it was sent, and `/%6detrics` is the same route.
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
