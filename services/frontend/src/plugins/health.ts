import { drainingReadiness, healthRoutes, type Lifecycle } from '@meridian/service-skeleton'
import type { FastifyInstance } from 'fastify'
import type { Site } from '../site/site.ts'

const READY_PROBE_TIMEOUT_MS = 1_000

/** Ready when pages can be rendered with fresh data. */
export function siteHealth(app: FastifyInstance, { api, config }: Site, lifecycle: Lifecycle): void {
  const { region } = config
  healthRoutes(app, {
    async check() {
      const draining = drainingReadiness(lifecycle)
      if (draining) return { ...draining, region }
      const isReady = await api.isReady(READY_PROBE_TIMEOUT_MS)
      return { isReady, reason: isReady ? 'the API answers' : 'the API is unavailable', region }
    },
  })
}
