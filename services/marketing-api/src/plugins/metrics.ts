import type { Metrics } from '@meridian/observability'
import type { FastifyInstance } from 'fastify'

/** `GET /metrics` for Prometheus; outside `/api`, so no load balancer leads here. */
export function metricsRoute(app: FastifyInstance, metrics: Metrics): void {
  app.get('/metrics', async (_, reply) => {
    reply.type(metrics.contentType)
    return metrics.print()
  })
}
