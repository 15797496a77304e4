import type { ConcurrencyLimit } from '@meridian/observability'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { OverloadedError } from './errors.ts'

/**
 * Refuses requests of this scope that would wait longer than callers do.
 *
 * @param limitOf counts kinds of requests apart; undefined for one that is always answered, such as a health check.
 */
export function shedLoad(
  app: FastifyInstance,
  limitOf: (request: FastifyRequest) => ConcurrencyLimit | undefined,
  onShed: () => void = () => {},
): void {
  app.addHook('onRequest', (request, reply, done) => {
    const limit = limitOf(request)
    if (limit && !limit.enter()) {
      onShed()
      return done(new OverloadedError())
    }
    // Also when the visitor leaves before the answer.
    if (limit) reply.raw.once('close', limit.leave)
    done()
  })
}
