import type { IncomingMessage, ServerResponse } from 'node:http'
import { closerOf } from '../kernel/closable-server.ts'
import { FailureRefusedError } from '../kernel/errors.ts'
import type { Journal, JournalEntry } from '../kernel/journal.ts'
import { LOOPBACK, listenOnLoopback } from '../kernel/loopback.ts'
import type { MachineLoad } from '../kernel/machine-load/index.ts'
import { createHttpServer } from '../kernel/trust/http-listener.ts'
import type { Trust } from '../kernel/trust/trust.ts'
import { FailureNotFoundError } from './errors.ts'
import type { InjectedFailure } from './injected-failure.ts'

const MAX_BODY_BYTES = 65_536
const JOURNAL_REPLAY_ENTRIES = 500

/** What the endpoint offers over HTTP. */
export interface FailureService {
  inject(request: Readonly<Record<string, unknown>>): Promise<InjectedFailure>
  heal(id: string): Promise<void>
  list(): readonly InjectedFailure[]
  state(): Promise<object>
  machine(): MachineLoad
  readonly journal: Pick<Journal, 'entries' | 'subscribe'>
}

interface Answer {
  readonly status: number
  readonly body?: unknown
}

/**
 * `POST /failures`, `GET /failures`, `DELETE /failures/<id>`, `GET /state`, `GET /machine`, all JSON, and `GET /journal` as
 * server-sent events, for clients that send the world's token.
 *
 * Bodies must be declared as JSON, which no web page may send cross-origin without a preflight, even to an open world.
 */
export async function startFailureEndpoint(
  service: FailureService,
  trust: Trust,
  port: number,
): Promise<{ url: string } & AsyncDisposable> {
  const server = createHttpServer({ trust, kind: 'failures' }, (request, response) => {
    if (request.method === 'GET' && request.url === '/journal')
      return streamJournal(service.journal, response)
    answer(request, service)
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

async function answer(request: IncomingMessage, service: FailureService): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://failures.local')
  const [, first, id] = pathname.split('/')
  switch (`${request.method} /${first}${id === undefined ? '' : '/<id>'}`) {
    case 'GET /state':
      return { status: 200, body: await service.state() }
    case 'GET /machine':
      return { status: 200, body: service.machine() }
    case 'GET /failures':
      return { status: 200, body: service.list().map(shape) }
    case 'POST /failures':
      return { status: 201, body: shape(await service.inject(await readJson(request))) }
    case 'DELETE /failures/<id>':
      await service.heal(decodeURIComponent(id ?? ''))
      return { status: 204 }
    default:
      throw new FailureNotFoundError(`${request.method} ${pathname}`, [
        'POST /failures',
        'GET /failures',
        'DELETE /failures/<id>',
        'GET /state',
        'GET /machine',
        'GET /journal',
      ])
  }
}

/**
 * Sends recent entries, then each new one. Calls to the AWS API have their own quota: a console alone makes ten a second
 * and would push out everything else within a minute.
 */
function streamJournal(journal: FailureService['journal'], response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.flushHeaders()
  const send = (entry: object) => response.write(`data: ${JSON.stringify(entry)}\n\n`)
  for (const entry of newestOfBoth(journal.entries())) send(entry)
  response.on('close', journal.subscribe(send))
}

function newestOfBoth(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const isCall = ({ module }: JournalEntry) => module === 'wire'
  const calls = entries.filter(isCall).slice(-JOURNAL_REPLAY_ENTRIES)
  const others = entries.filter((entry) => !isCall(entry)).slice(-JOURNAL_REPLAY_ENTRIES)
  const shown = new Set([...calls, ...others])
  return entries.filter((entry) => shown.has(entry))
}

/** A failure as listed: kind, id and subject merged into one object. */
function shape({ subject, ...failure }: InjectedFailure) {
  return { ...failure, ...subject }
}

async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  if (!request.headers['content-type']?.startsWith('application/json'))
    throw new FailureRefusedError(
      `The content type is ${request.headers['content-type'] ?? 'missing'}; it must be application/json`,
    )
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > MAX_BODY_BYTES)
      throw new FailureRefusedError(`The body is longer than ${MAX_BODY_BYTES} bytes`)
  }
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>
  } catch {
    // Reported below, with what was sent.
  }
  throw new FailureRefusedError(
    `The body is ${JSON.stringify(text.slice(0, 80))}; it must be a JSON object with a kind`,
  )
}

function failure(error: unknown): Answer {
  const { code, isYours, message } = error as { code?: string; isYours?: boolean; message?: string }
  const status = error instanceof FailureNotFoundError ? 404 : isYours ? 400 : 500
  return {
    status,
    body: { error: { code: code ?? 'MERIDIAN_INJECTION_FAILED', message: message ?? String(error) } },
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
