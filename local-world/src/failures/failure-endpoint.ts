import type { IncomingMessage, ServerResponse } from 'node:http'
import { closerOf } from '../kernel/closable-server.ts'
import { LOOPBACK, listenOnLoopback } from '../kernel/loopback.ts'
import type { MachineLoad } from '../kernel/machine-load/index.ts'
import { createHttpServer } from '../kernel/trust/http-listener.ts'
import type { Trust } from '../kernel/trust/trust.ts'
import { FaultNotFound, FaultRefused } from './errors.ts'
import type { Fault } from './failure.ts'

const MAX_BODY_BYTES = 65_536

/** What the endpoint offers over HTTP. */
export interface FaultDesk {
  inject(request: Readonly<Record<string, unknown>>): Promise<Fault>
  heal(id: string): Promise<void>
  list(): readonly Fault[]
  state(): Promise<object>
  machine(): MachineLoad
}

interface Answer {
  readonly status: number
  readonly body?: unknown
}

/**
 * `POST /faults`, `GET /faults`, `DELETE /faults/<id>`, `GET /state`, `GET /machine`, all JSON, for those who send the world's token.
 *
 * Bodies have to say that they are JSON, which no web page may send to another origin unasked: that holds in an open world as well.
 */
export async function startFaultEndpoint(
  desk: FaultDesk,
  trust: Trust,
  port: number,
): Promise<{ url: string } & AsyncDisposable> {
  const server = createHttpServer({ trust, kind: 'failures' }, (request, response) => {
    answer(request, desk)
      .catch(failure)
      .then((given) => send(response, given))
  })
  const close = closerOf(server)
  const url = `http://${LOOPBACK}:${await listenOnLoopback(server, port)}`
  return {
    url,
    [Symbol.asyncDispose]: close,
  }
}

async function answer(request: IncomingMessage, desk: FaultDesk): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://faults.local')
  const [, first, id] = pathname.split('/')
  switch (`${request.method} /${first}${id === undefined ? '' : '/<id>'}`) {
    case 'GET /state':
      return { status: 200, body: await desk.state() }
    case 'GET /machine':
      return { status: 200, body: desk.machine() }
    case 'GET /faults':
      return { status: 200, body: desk.list().map(shape) }
    case 'POST /faults':
      return { status: 201, body: shape(await desk.inject(await readJson(request))) }
    case 'DELETE /faults/<id>':
      await desk.heal(decodeURIComponent(id ?? ''))
      return { status: 204 }
    default:
      throw new FaultNotFound(`${request.method} ${pathname}`, [
        'POST /faults',
        'GET /faults',
        'DELETE /faults/<id>',
        'GET /state',
        'GET /machine',
      ])
  }
}

/** A fault as it is listed: what it does to whom stands beside its id. */
function shape({ subject, ...fault }: Fault) {
  return { ...fault, ...subject }
}

async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  if (!request.headers['content-type']?.startsWith('application/json'))
    throw new FaultRefused(
      `The content type is ${request.headers['content-type'] ?? 'missing'}; it must be application/json`,
    )
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > MAX_BODY_BYTES)
      throw new FaultRefused(`The body is longer than ${MAX_BODY_BYTES} bytes`)
  }
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>
  } catch {
    // Said below, with what was sent.
  }
  throw new FaultRefused(
    `The body is ${JSON.stringify(text.slice(0, 80))}; it must be a JSON object with a kind`,
  )
}

function failure(error: unknown): Answer {
  const { code, isYours, message } = error as { code?: string; isYours?: boolean; message?: string }
  const status = error instanceof FaultNotFound ? 404 : isYours ? 400 : 500
  return {
    status,
    body: { error: { code: code ?? 'MERIDIAN_FAULT_FAILED', message: message ?? String(error) } },
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const text = body === undefined ? '' : `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
    'cache-control': 'no-store',
  })
  response.end(text)
}
