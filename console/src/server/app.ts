import { dnsNames, REGION_IDS } from '@meridian/topology'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { guard } from '../access/guard.ts'
import type { Sessions } from '../access/sessions.ts'
import type { DrillRunner } from '../drills/start-drill.ts'
import type { Board } from '../watch/board.ts'
import { messageOf } from '../watch/message-of.ts'
import type { Asset, Assets } from './assets.ts'
import { type ChangeParts, registerChanges } from './changes.ts'
import { registerDrills } from './drills.ts'
import { registerEvents, registerJournal } from './events.ts'
import { ICON, PAGE, SECURITY_HEADERS } from './page.ts'
import { type ProcedureParts, registerProcedures } from './procedures.ts'

export interface AppParts {
  readonly sessions: Sessions
  readonly linkToken: () => Promise<string | undefined>
  readonly board: Board
  readonly changes: ChangeParts
  readonly procedures: ProcedureParts
  readonly drills: DrillRunner
  readonly resultsFolder: string
  readonly assets: Assets
  /** The target's name on the page. */
  readonly targetName: 'local' | 'aws'
}

/** The console's HTTP app, which is not listening yet. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const { sessions, linkToken, board, assets, changes, procedures, drills, resultsFolder, targetName } = parts
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 65_536 })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS)
  })
  guard(app, { sessions, linkToken })
  app.setErrorHandler<Error & { statusCode?: number }>(async (error, _request, reply) =>
    // Refusals and errors of the world are shown on the page.
    reply.code(error.statusCode ?? 422).send({ message: await messageOf(error, changes.target) }),
  )

  app.get<{ Querystring: { token?: string } }>('/', (request, reply) => {
    const port = request.socket.localPort ?? 0
    const { token } = request.query
    if (token === undefined) return reply.type('text/html; charset=utf-8').send(PAGE)
    const cookie = sessions.redeem(token, port)
    if (cookie) reply.header('set-cookie', cookie)
    // Without a cookie, the browser may still have a session; if not, the redirect's target says so.
    return reply.redirect('/', 303)
  })
  app.get('/app.js', (_request, reply) => sendAsset(reply, assets.script))
  app.get('/app.css', (_request, reply) => sendAsset(reply, assets.style))
  app.get('/icon.svg', (_request, reply) => reply.type('image/svg+xml').send(ICON))
  app.get('/api/session', async (request) => {
    const names = await changes.target.current().then(
      ({ description }) => namesOf(description.stackOutputs.domain),
      () => [],
    )
    const session = sessions.find(request.headers.cookie, request.socket.localPort ?? 0) ?? ''
    return { changeToken: sessions.changeToken(session), target: targetName, names }
  })
  app.post('/api/links', (request, reply) =>
    reply.code(201).send({ url: `http://${request.headers.host}/${sessions.newLink()}` }),
  )
  registerEvents(app, board)
  registerChanges(app, changes)
  registerProcedures(app, procedures)
  registerJournal(app, changes.target)
  registerDrills(app, drills, resultsFolder)
  return app
}

function namesOf(domain: string): readonly string[] {
  const { nearest, next, region } = dnsNames(domain)
  return [nearest, next, ...REGION_IDS.map(region)]
}

function sendAsset(reply: FastifyReply, { type, gzipped }: Asset) {
  return reply.type(type).header('content-encoding', 'gzip').send(gzipped)
}
