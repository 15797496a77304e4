import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { LIVENESS_PATH } from './health.ts'

/** A blocked event loop this long means more work than this process can do. */
const EVENT_LOOP_DELAY_LIMIT_MS = 1_000

/** What a page that was made before the hooks ran says for itself: nothing but our own style and pictures. */
export const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none';style-src 'self';img-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
} as const

/**
 * Headers that confine the page, limits that protect the process. A process that is late is alive: were the load balancer's checks refused, it
 * would be replaced by one that is later still.
 */
export async function installSecurity(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        // helmet appends the nonce of each reply; nothing else may run.
        scriptSrc: [],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // The page is plain HTTP between CloudFront and here; whether browsers must use HTTPS is said at the edge.
    hsts: { maxAge: 31_536_000, includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  })
  await app.register(rateLimit, { global: false })
  await app.register(underPressure, {
    maxEventLoopDelay: EVENT_LOOP_DELAY_LIMIT_MS,
    pressureHandler(request) {
      if (request.routeOptions.url === LIVENESS_PATH) return
      throw Object.assign(new Error('shed'), { statusCode: 503 })
    },
  })
}
