import type { FastifyInstance } from 'fastify'
import { OverdueError } from './errors.ts'

/**
 * Answers every request of this scope within a time, by OverdueError where nothing else has: whatever hangs behind the service, a
 * caller does not. The last bound: each call that a request makes has one of its own that is shorter.
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
