import type { FastifyInstance } from 'fastify'
import type { Board } from '../watch/board.ts'

/** `GET /api/events`: server-sent events, everything known first, then a message a second, so that silence is noticed. */
export function registerEvents(app: FastifyInstance, board: Board): void {
  app.get('/api/events', (request, reply) => {
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const leave = board.subscribe((beat) => {
      // A page that does not read is let go; it comes back by itself.
      if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy()
      else raw.write(`data: ${JSON.stringify(beat)}\n\n`)
    })
    request.raw.on('close', leave)
  })
}

const MOST_UNREAD_BYTES = 4_194_304
