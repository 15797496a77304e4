import { request as httpRequest } from 'node:http'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { ProbeFailedError } from '../errors.ts'

/** Where a probe connects, and through which proxy. */
export interface Route {
  /** `http://host` or `https://host`, without a path. */
  readonly origin: string
  /** HTTP proxy of a vantage; absent for a direct connection. */
  readonly proxy?: string
  /** CA certificates to trust instead of the public ones. */
  readonly ca?: string
  /** Headers sent with every request on this route. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface OpenedSocket {
  readonly socket: Socket
  /** Name resolution and TCP handshake; for a proxy, its CONNECT. */
  readonly connectMs: number
  /** TLS handshake; undefined over plain HTTP. */
  readonly tlsMs: number | undefined
}

/** Opens a connection to an origin as a browser at the vantage would, and times each step. */
export async function openConnection(route: Route, timeoutMs: number): Promise<OpenedSocket> {
  const { hostname, port, protocol } = new URL(route.origin)
  const isSecure = protocol === 'https:'
  const portNumber = Number(port) || (isSecure ? 443 : 80)
  const startedMs = performance.now()
  const plain = route.proxy
    ? await connectThroughProxy(route.proxy, hostname, portNumber, timeoutMs)
    : await connectStraight(hostname, portNumber, timeoutMs)
  const connectedMs = performance.now()
  const connectMs = connectedMs - startedMs
  if (!isSecure) return { socket: plain, connectMs, tlsMs: undefined }
  const socket = await secure(plain, hostname, route.ca, timeoutMs)
  return { socket, connectMs, tlsMs: performance.now() - connectedMs }
}

function connectThroughProxy(proxy: string, host: string, port: number, timeoutMs: number): Promise<Socket> {
  const what = `${host}:${port} through ${proxy}`
  return new Promise((resolve, reject) => {
    const request = httpRequest(proxy, {
      method: 'CONNECT',
      path: `${host}:${port}`,
      headers: { host: `${host}:${port}` },
      agent: false,
      // Covers the whole response: a proxy that trickles bytes must not hold up the probe.
      signal: AbortSignal.timeout(timeoutMs),
    })
    request.on('connect', (response, socket) => {
      if (response.statusCode === 200) return resolve(socket as Socket)
      socket.destroy()
      reject(new ProbeFailedError(`${what}: the proxy answered ${response.statusCode}`))
    })
    request.on('response', (response) => {
      response.destroy()
      reject(new ProbeFailedError(`${what}: the proxy answered ${response.statusCode}`))
    })
    request.on('error', (error) =>
      reject(failed(what, error.name === 'AbortError' ? overdue(`no connection`, timeoutMs) : error)),
    )
    request.end()
  })
}

function connectStraight(host: string, port: number, timeoutMs: number): Promise<Socket> {
  return settled(connectTcp({ host, port, noDelay: true }), 'connect', `${host}:${port}`, timeoutMs)
}

function secure(plain: Socket, host: string, ca: string | undefined, timeoutMs: number): Promise<Socket> {
  const options = { socket: plain, servername: host, ALPNProtocols: ['http/1.1'], ...(ca ? { ca } : {}) }
  return settled(connectTls(options), 'secureConnect', `TLS with ${host}`, timeoutMs)
}

function settled<Kind extends Socket>(
  socket: Kind,
  event: 'connect' | 'secureConnect',
  what: string,
  timeoutMs: number,
): Promise<Kind> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error(`not within ${timeoutMs} ms`)), timeoutMs)
    socket.once('error', (error) => {
      clearTimeout(timer)
      reject(failed(what, error))
    })
    socket.once(event, () => {
      clearTimeout(timer)
      resolve(socket)
    })
  })
}

const overdue = (what: string, timeoutMs: number) => new Error(`${what} within ${timeoutMs} ms`)

function failed(what: string, cause: Error): ProbeFailedError {
  const code = 'code' in cause ? String(cause.code) : cause.message
  return new ProbeFailedError(`${what}: ${code || 'connection failed'}`, { cause })
}
