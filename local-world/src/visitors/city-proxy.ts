import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { closerOf } from '../kernel/closable-server.ts'
import { listenOnLoopback } from '../kernel/loopback.ts'
import type { World } from '../kernel/module.ts'
import { createHttpServer } from '../kernel/trust/http-listener.ts'
import { splice } from '../modules/network/engine/splice.ts'
import type { NetworkInterface } from '../modules/network/running.ts'
import { endToEnd } from './headers.ts'

export interface CityProxy extends AsyncDisposable {
  readonly port: number
}

/** How long an idle connection to a server is kept, so that a second request costs one round trip instead of two. */
const KEEP_ALIVE_MS = 30_000

/**
 * A forward proxy (RFC 9110, 7.6) that sends everything from one network interface of the world: absolute-form requests over
 * reused connections, CONNECT for everything else. What cannot be reached gets 502 or 504 with the reason.
 */
export async function startCityProxy(
  visitor: NetworkInterface,
  { journal, trust }: Pick<World, 'journal' | 'trust'>,
): Promise<CityProxy> {
  const agent = new Agent({ keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS, scheduling: 'lifo' })
  agent.createConnection = (options, made) => {
    dial(visitor, String(options.host), Number(options.port)).then(
      (socket) => made?.(null, socket),
      (error: Error) => made?.(error, undefined as unknown as Duplex),
    )
    return undefined
  }
  const server = createHttpServer({ trust, kind: 'visitorProxy' }, (asked, answer) =>
    forward(agent, asked, answer),
  )
  server.on('connect', (asked: IncomingMessage, near: Socket, head: Buffer) => {
    void tunnel(visitor, asked.url ?? '', near, head)
  })
  const close = closerOf(server)
  const port = await listenOnLoopback(server)
  journal.record({
    module: 'visitors',
    event: 'proxy opened',
    subject: visitor.description,
    detail: { port },
  })
  return {
    port,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return
      const closed = close()
      agent.destroy()
      visitor.close()
      await closed
    },
  }
}

async function dial(visitor: NetworkInterface, host: string, port: number): Promise<Socket> {
  const opened = await visitor.open(host, port)
  return connect({ port: opened.port, host: '127.0.0.1', noDelay: true })
}

function forward(agent: Agent, asked: IncomingMessage, answer: ServerResponse): void {
  const target = URL.parse(asked.url ?? '')
  if (target?.protocol !== 'http:') {
    refuse(
      answer,
      400,
      `"${asked.url}" is not an absolute http:// address; use this port as a proxy: curl -x`,
    )
    return
  }
  const onward = request({
    agent,
    host: target.hostname,
    port: Number(target.port || 80),
    method: asked.method,
    path: target.pathname + target.search,
    headers: [...endToEnd(asked.rawHeaders), ...framing(asked)],
    setDefaultHeaders: false,
  })
  onward.on('response', (response) => {
    answer.writeHead(response.statusCode ?? 502, response.statusMessage, endToEnd(response.rawHeaders))
    response.pipe(answer)
    // The server broke off, so the proxy does too; otherwise the visitor would take half a response for a whole one.
    response.on('error', () => answer.destroy())
  })
  onward.on('error', (error: NodeJS.ErrnoException) => {
    if (answer.headersSent) answer.destroy()
    else refuse(answer, statusOf(error), error.message)
  })
  answer.on('close', () => onward.destroy())
  asked.pipe(onward)
}

/** A body of unknown length stays chunked; Node adds nothing to a request without default headers. */
const framing = (asked: IncomingMessage): string[] =>
  asked.headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked']

async function tunnel(
  visitor: NetworkInterface,
  authority: string,
  near: Socket,
  head: Buffer,
): Promise<void> {
  near.on('error', () => {})
  const target = URL.parse(`http://${authority}`)
  try {
    const far = await dial(visitor, target?.hostname ?? '', Number(authority.split(':').at(-1)))
    near.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (head.length > 0) far.write(head)
    splice(near, far)
  } catch (error) {
    const status = statusOf(error as NodeJS.ErrnoException)
    near.end(`HTTP/1.1 ${status} ${REASONS[status]}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`)
  }
}

const REASONS = { 502: 'Bad Gateway', 504: 'Gateway Timeout' } as const

const statusOf = (error: NodeJS.ErrnoException): 502 | 504 => (error.code === 'ETIMEDOUT' ? 504 : 502)

function refuse(answer: ServerResponse, status: number, reason: string): void {
  answer.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  answer.end(`${reason}\n`)
}
