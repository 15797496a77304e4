import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import type { Socket } from 'node:net'
import { ProbeFailedError } from '../errors.ts'
import { openConnection, type Route } from './connection.ts'

/** One response over a kept-alive connection. */
export interface ProbeAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** From the request's last byte written to the response's first: one round trip and the server's work. */
  readonly firstByteMs: number
}

/** A kept-alive connection on which requests are sent sequentially. */
export interface HttpProbe extends Disposable {
  readonly connectMs: number
  readonly tlsMs: number | undefined
  get(path: string): Promise<ProbeAnswer>
}

/** Identifies the probe in access logs. */
const USER_AGENT = 'meridian-probe'

/** Connects once; later requests cost one round trip each, which is what a visitor's second page costs. */
export async function openHttpProbe(route: Route, timeoutMs: number): Promise<HttpProbe> {
  const { socket, connectMs, tlsMs } = await openConnection(route, timeoutMs)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let isTaken = false
  // A second call means the server closed the first connection: a new one would add a handshake to the round trip.
  agent.createConnection = () => {
    if (isTaken) socket.destroy(new Error('the server closed the kept connection'))
    isTaken = true
    return socket
  }
  return {
    connectMs,
    tlsMs,
    get: (path) => get(agent, route, path, timeoutMs),
    [Symbol.dispose]() {
      agent.destroy()
      socket.destroy()
    },
  }
}

function get(
  agent: Agent,
  { origin, headers }: Route,
  path: string,
  timeoutMs: number,
): Promise<ProbeAnswer> {
  const { host } = new URL(origin)
  return new Promise((resolve, reject) => {
    const startedMs = performance.now()
    const asked = request({
      agent,
      path,
      headers: { host, 'user-agent': USER_AGENT, accept: '*/*', ...headers },
    })
    const fail = (cause: Error) =>
      reject(new ProbeFailedError(`GET ${origin}${path}: ${cause.message}`, { cause }))
    // For the whole response: the socket's own timeout would restart at every byte.
    const timer = setTimeout(() => {
      fail(new Error(`no whole answer within ${timeoutMs} ms`))
      asked.destroy()
    }, timeoutMs)
    asked.on('close', () => clearTimeout(timer))
    asked.on('socket', (socket: Socket) => socket.setNoDelay(true))
    asked.on('response', (response) => {
      const firstByteMs = performance.now() - startedMs
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
          firstByteMs,
        }),
      )
    })
    asked.on('error', fail)
    asked.end()
  })
}

/** One header's text, or undefined. */
export function headerOf(answer: Pick<ProbeAnswer, 'headers'>, name: string): string | undefined {
  const value = answer.headers[name]
  return Array.isArray(value) ? value[0] : value
}
