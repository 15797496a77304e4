import type { ConcurrencyLimit } from '@meridian/observability'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { OverloadedError } from './errors.ts'

/**
 * Refuses requests of this scope that would wait longer than callers do.
 *
 * @param limitOf returns the limit that counts a kind of request; undefined for one always answered, such as a health check.
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
    // Also when the visitor disconnects before the response.
    if (limit) reply.raw.once('close', limit.leave)
    done()
  })
}
