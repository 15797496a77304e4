import { createServer, type ServerResponse } from 'node:http'
import { closerOf } from '../kernel/closable-server.ts'
import { LOOPBACK, listenOnLoopback } from '../kernel/loopback.ts'
import type { RunningWorld } from '../world/start-world.ts'
import { renderPage } from './page.ts'

const JOURNAL_REPLAY_ENTRIES = 200

export interface RunningConsole extends AsyncDisposable {
  readonly url: string
}

/** Serves the page where people look at a running world. */
export async function startConsole(world: RunningWorld, port = 0): Promise<RunningConsole> {
  const server = createServer((request, response) => {
    if (request.url === '/') return sendPage(world, response)
    if (request.url === '/journal') return streamJournal(world, response)
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is / and /journal.\n')
  })
  const close = closerOf(server)
  const url = `http://${LOOPBACK}:${await listenOnLoopback(server, port)}/`
  return {
    url,
    [Symbol.asyncDispose]: close,
  }
}

function sendPage(world: RunningWorld, response: ServerResponse): void {
  const { stack } = world.graph.contents
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(renderPage({ stack, addresses: world.addresses(), links: world.wan.table() }))
}

/** Server-sent events: the newest entries first in time, then each as it happens. */
function streamJournal(world: RunningWorld, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  const send = (entry: object) => response.write(`data: ${JSON.stringify(entry)}\n\n`)
  for (const entry of world.journal.entries().slice(-JOURNAL_REPLAY_ENTRIES)) send(entry)
  response.on('close', world.journal.subscribe(send))
}
