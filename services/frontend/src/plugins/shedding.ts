import { createAdmission } from '@meridian/observability'
import type { FastifyInstance } from 'fastify'
import { OverloadedError } from '../errors.ts'

/** Browsers wait longer, and visitors do not. */
const PAGE_WITHIN_MS = 2_000
/** A page waits for one or two calls to the API; a form for as long as a write may be parked. */
const LEAST_PAGES = 128

/** Answers 503 at once when a page would come later than visitors wait. Health is always answered: a busy task is not a dead one. */
export function shedLoad(app: FastifyInstance): void {
  const admission = createAdmission({ floor: LEAST_PAGES, withinMs: PAGE_WITHIN_MS })
  app.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/health/')) return done()
    if (!admission.enter()) return done(new OverloadedError())
    reply.raw.once('close', admission.leave)
    done()
  })
}
