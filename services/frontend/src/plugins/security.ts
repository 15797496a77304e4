import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'

/** A blocked event loop this long means more work than this process can do. */
const EVENT_LOOP_DELAY_LIMIT_MS = 1_000
const RETRY_AFTER_SECONDS = 5

/** Headers that confine the page, limits that protect the process. */
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
    retryAfter: RETRY_AFTER_SECONDS,
  })
}
