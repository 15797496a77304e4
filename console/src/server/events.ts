import type { FastifyInstance } from 'fastify'
import { requestWorld } from '../sources/world-request.ts'
import type { Board } from '../watch/board.ts'
import type { WatchedTarget } from '../watch/watched-target.ts'

/** `GET /api/events`: server-sent events with the full state first, then one message per second, so that silence is noticed. */
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
      // A page that does not read is disconnected; it reconnects by itself.
      if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy()
      else raw.write(`data: ${JSON.stringify(beat)}\n\n`)
    })
    request.raw.on('close', leave)
  })
}

const MOST_UNREAD_BYTES = 4_194_304

/** `GET /api/journal`: streams the local world's journal; ends with the world, and the page reconnects. */
export function registerJournal(app: FastifyInstance, target: WatchedTarget): void {
  app.get('/api/journal', async (request, reply) => {
    const { description } = await target.current()
    if (description.failures === undefined)
      return reply.code(404).send({ message: 'AWS keeps no such journal.' })
    const gone = new AbortController()
    request.raw.on('close', () => gone.abort())
    const answer = await requestWorld(description, '/journal', { signal: gone.signal })
    return reply.type('text/event-stream').send(answer)
  })
}
