import type { Admission } from '@meridian/observability'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { OverloadedError } from './errors.ts'

/**
 * Refuses requests of this scope that would wait longer than callers do.
 *
 * @param admissionOf counts kinds of requests apart; undefined for one that is always answered, such as a health check.
 */
export function shedLoad(
  app: FastifyInstance,
  admissionOf: (request: FastifyRequest) => Admission | undefined,
  onShed: () => void = () => {},
): void {
  app.addHook('onRequest', (request, reply, done) => {
    const admission = admissionOf(request)
    if (admission && !admission.enter()) {
      onShed()
      return done(new OverloadedError())
    }
    // Also when the visitor leaves before the answer.
    if (admission) reply.raw.once('close', admission.leave)
    done()
  })
}
