import type { ServerResponse } from 'node:http'
import { closerOf } from '../kernel/closable-server.ts'
import { LOOPBACK, listenOnLoopback } from '../kernel/loopback.ts'
import { carriesToken, createHttpServer } from '../kernel/trust/http-listener.ts'
import type { RunningWorld } from '../world/start-world.ts'
import { renderPage } from './page.ts'
import { createConsoleSessions } from './sessions.ts'

const JOURNAL_REPLAY_ENTRIES = 200

export interface RunningConsole extends AsyncDisposable {
  /** Where it is; whoever has no cookie needs a link. */
  readonly url: string
  /** An address that opens it in one browser, once. */
  newLink(): string
}

/** Serves the page where people look at a running world, to those who were given a link or have the world's token. */
export async function startConsole(world: RunningWorld, port = 0): Promise<RunningConsole> {
  const { trust } = world
  const sessions = createConsoleSessions()
  const newLink = () => (trust.isOpen ? url : `${url}${sessions.newLink()}`)
  const server = createHttpServer({ trust, kind: 'console' }, (request, response) => {
    const address = new URL(request.url ?? '/', url)
    const cookie = address.pathname === '/' ? sessions.redeem(address, bound) : undefined
    if (cookie) return redirectWith(cookie, response)
    const hasToken = carriesToken(request, trust)
    if (!trust.isOpen && !hasToken && !sessions.isKnown(request)) return sendStranger(response)
    switch (`${request.method} ${address.pathname}`) {
      case 'GET /':
        return sendPage(world, response)
      case 'GET /journal':
        return streamJournal(world, response)
      case 'POST /links':
        // A browser that is in has no use for another link, and no page may make one.
        return hasToken || trust.isOpen ? sendLink(newLink(), response) : sendStranger(response)
      default:
        response.writeHead(404, { 'content-type': 'text/plain' }).end('There is / and /journal.\n')
    }
  })
  const close = closerOf(server)
  const bound = await listenOnLoopback(server, port)
  const url = `http://${LOOPBACK}:${bound}/`
  return { url, newLink, [Symbol.asyncDispose]: close }
}

/** The link leaves the address bar and the history at once. */
function redirectWith(cookie: string, response: ServerResponse): void {
  response.writeHead(303, {
    location: '/',
    'set-cookie': cookie,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })
  response.end()
}

function sendStranger(response: ServerResponse): void {
  response.writeHead(401, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'www-authenticate': 'Bearer',
  })
  response.end(
    'This console is for whoever started the world, and a link to it works once.\nFor another link, run: npm run console\n',
  )
}

function sendLink(link: string, response: ServerResponse): void {
  response
    .writeHead(201, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(`${JSON.stringify({ url: link })}\n`)
}

function sendPage(world: RunningWorld, response: ServerResponse): void {
  const { stack } = world.graph.contents
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    })
    .end(renderPage({ stack, addresses: world.addresses(), links: world.wan.table() }))
}

/** Server-sent events: the newest entries first in time, then each as it happens. */
function streamJournal(world: RunningWorld, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.flushHeaders()
  const send = (entry: object) => response.write(`data: ${JSON.stringify(entry)}\n\n`)
  for (const entry of world.journal.entries().slice(-JOURNAL_REPLAY_ENTRIES)) send(entry)
  response.on('close', world.journal.subscribe(send))
}
