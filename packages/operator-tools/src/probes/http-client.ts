import type { Pool } from 'undici'
import { openConnection, type Route } from './connection.ts'

interface ClientRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
}

export interface ClientAnswer {
  readonly status: number
  /** One header's text, or undefined. */
  header(name: string): string | undefined
  readonly body: string
}

/** Concurrent requests over kept-alive connections, all from the route's vantage. */
export interface HttpClient extends AsyncDisposable {
  send(request: ClientRequest): Promise<ClientAnswer>
}

export interface HttpClientOptions {
  readonly connections: number
  /** For a whole exchange, including the connection. */
  readonly timeoutMs: number
}

/** More concurrent handshakes slow each other down, on a slow machine until all of them time out and are retried. */
const MOST_CONNECTING = 8

export function openHttpClient(route: Route, { connections, timeoutMs }: HttpClientOptions): HttpClient {
  let opened: Promise<Pool> | undefined
  return {
    async send({ method, path, headers = {}, body }) {
      opened ??= openPool(route, connections, timeoutMs)
      const pool = await opened
      const answer = await pool.request({
        method,
        path,
        headers: { ...route.headers, ...headers, ...(body && { 'content-type': 'application/json' }) },
        body: body ? JSON.stringify(body) : null,
        signal: AbortSignal.timeout(timeoutMs),
      })
      const text = await answer.body.text()
      return { status: answer.statusCode, header: (name) => first(answer.headers[name]), body: text }
    },
    async [Symbol.asyncDispose]() {
      await (await opened)?.destroy()
    },
  }
}

/** Loaded only when something is sent: undici is larger than most of the tools. */
async function openPool(route: Route, connections: number, timeoutMs: number): Promise<Pool> {
  const { Pool: OpenPool } = await import('undici')
  const inTurn = limitAtOnce(MOST_CONNECTING)
  return new OpenPool(route.origin, {
    connections,
    pipelining: 1,
    connect(_options, callback) {
      inTurn(() => openConnection(route, timeoutMs)).then(
        ({ socket }) => callback(null, socket),
        (error: Error) => callback(error, null),
      )
    },
  })
}

/** Limits concurrency; the rest wait their turn. */
function limitAtOnce(most: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)
