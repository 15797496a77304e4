import type { Lifecycle } from '@meridian/service-skeleton'
import type { FastifyInstance } from 'fastify'
import type { Site } from '../site/site.ts'

const LIVENESS_PATH = '/health/live'
const READY_PROBE_TIMEOUT_MS = 1_000

/**
 * `live`: the process serves; load balancers ask this, so it depends on nothing else.
 * `ready`: pages can be made with fresh data; people and deployments ask this.
 */
export function healthRoutes(app: FastifyInstance, site: Site, lifecycle: Lifecycle): void {
  app.get(LIVENESS_PATH, { logLevel: 'warn' }, (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  )

  app.get('/health/ready', { logLevel: 'warn' }, async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    if (lifecycle.phase === 'draining') return reply.code(503).send({ status: 'draining' })
    const isApiReady = await site.api.isReady(READY_PROBE_TIMEOUT_MS)
    return reply
      .code(isApiReady ? 200 : 503)
      .send({ status: isApiReady ? 'ready' : 'api unavailable', region: site.config.region })
  })
}
