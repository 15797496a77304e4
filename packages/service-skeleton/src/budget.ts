import type { FastifyInstance } from 'fastify'
import { OverdueError } from './errors.ts'

/**
 * Limits the time to answer every request of this scope, failing with OverdueError: if something behind the service hangs, the
 * caller does not. This is the last resort: each call that a request makes has a shorter limit of its own.
 */
export function answerWithin(app: FastifyInstance, withinMs: number): void {
  app.addHook('onRequest', (_request, reply, done) => {
    const timer = setTimeout(() => {
      if (!reply.sent) reply.send(new OverdueError(withinMs))
    }, withinMs)
    reply.raw.once('close', () => clearTimeout(timer))
    done()
  })
}
