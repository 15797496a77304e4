import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isSame, type Sessions } from './sessions.ts'

export interface GuardOptions {
  readonly sessions: Sessions
  /** Token for requesting links: `Authorization: Bearer …`. Without one, nobody can. */
  readonly linkToken: () => Promise<string | undefined>
}

/** The header with a page's change token. A page of another origin cannot send it without a CORS preflight. */
const CHANGE_HEADER = 'x-meridian-change'

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost']
const SAFE_METHODS = ['GET', 'HEAD']

/**
 * Access control for all routes: only this machine's own names are served (against DNS rebinding to 127.0.0.1), pages of
 * other sites get no answer, reading needs a session, and changing also needs its token.
 */
export function guard(app: FastifyInstance, { sessions, linkToken }: GuardOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    const port = request.socket.localPort ?? 0
    if (!isServed(request, port) || isForeign(request)) return refuse(reply, 403, 'Not from here.')
    if (request.routeOptions.url === '/api/links') {
      const [, given = ''] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? []
      const wanted = await linkToken()
      return wanted && isSame(given, wanted) ? undefined : refuse(reply, 401, STRANGER)
    }
    if (request.routeOptions.url === '/' && 'token' in (request.query as object)) return undefined
    const session = sessions.find(request.headers.cookie, port)
    if (session === undefined) return refuse(reply, 401, STRANGER)
    if (SAFE_METHODS.includes(request.method)) return undefined
    const given = String(request.headers[CHANGE_HEADER] ?? '')
    const isOwn = request.headers.origin === `http://${request.headers.host}`
    if (!isOwn || !isSame(given, sessions.changeToken(session)))
      return refuse(
        reply,
        403,
        'Changes are taken from this console’s own page only. Reload it and try again.',
      )
    return undefined
  })
}

const STRANGER =
  'This console is for the person who started it, and a link to it works once.\nFor another link, run: npm run console'

function isServed({ headers }: FastifyRequest, port: number): boolean {
  const host = URL.parse(`http://${headers.host}/`)
  return host !== null && LOOPBACK_NAMES.includes(host.hostname) && Number(host.port || '80') === port
}

/** Browsers send `Sec-Fetch-Site` with every request to this machine, and `Origin` with everything except plain links. */
function isForeign({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'] ?? 'none'
  const isOwnOrigin = headers.origin === undefined || headers.origin === `http://${headers.host}`
  return !isOwnOrigin || !['none', 'same-origin'].includes(String(site))
}

async function refuse(reply: FastifyReply, status: number, reason: string): Promise<FastifyReply> {
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.code(status).type('text/plain; charset=utf-8').send(`${reason}\n`)
}
