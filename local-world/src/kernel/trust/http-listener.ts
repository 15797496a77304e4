// Every HTTP server of a world is created here. A page in the operator's browser can send requests to any port of this machine,
// and with DNS rebinding read the responses: so each listener declares which names it serves, which pages it accepts and what it
// requires.
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, isIP } from 'node:net'
import type { SecureContextOptions } from 'node:tls'
import { BoundedMap } from '../bounded-map.ts'
import { isSame } from './access-keys.ts'
import { LISTENER_POLICIES, type ListenerKind } from './listener-policies.ts'
import type { Trust } from './trust.ts'

export interface ListenerRequest {
  readonly trust: Trust
  readonly kind: ListenerKind
  /** Names in addition to loopback's. */
  readonly serves?: (hostName: string) => boolean
  readonly options?: ServerOptions
  /** Certificate and key of an HTTPS listener. */
  readonly tls?: SecureContextOptions
}

/** Creates a server that is not listening yet; while it listens, it is among the world's listeners. */
export function createHttpServer(request: ListenerRequest, handle: RequestListener): Server {
  const { trust, kind, options = {}, tls } = request
  const knownHosts: KnownHosts = new BoundedMap(MOST_KNOWN_HOSTS)
  const guarded: RequestListener = (incoming, response) => {
    const refusal = trust.isOpen ? undefined : refusalOf(incoming, request, knownHosts)
    if (refusal) refuse(incoming, response, refusal)
    else handle(incoming, response)
  }
  const server = tls
    ? (createTlsServer({ ...options, ...tls }, guarded) as unknown as Server)
    : createServer(options, guarded)
  server.on('listening', () => {
    const { port } = server.address() as AddressInfo
    const listener = { kind, port, isTls: tls !== undefined }
    trust.listeners.add(listener)
    server.once('close', () => trust.listeners.delete(listener))
  })
  return server
}

/** Whether a listener serves a Host header's value; cached, because the same few repeat. */
type KnownHosts = Map<string | undefined, boolean>
const MOST_KNOWN_HOSTS = 100

interface Refusal {
  readonly status: 400 | 401 | 403
  readonly reason: string
}

function refusalOf(
  incoming: IncomingMessage,
  request: ListenerRequest,
  known: KnownHosts,
): Refusal | undefined {
  const { trust, kind } = request
  const { hosts, pages, asksFor } = LISTENER_POLICIES[kind]
  return (
    (hosts === 'proxied' ? refuseUnproxied(incoming) : refuseHost(incoming, hosts, request, known)) ??
    (pages === 'all' ? undefined : refusePage(incoming)) ??
    (asksFor === 'token' ? refuseWithoutToken(incoming, trust) : undefined)
  )
}

function refuseUnproxied({ url = '' }: IncomingMessage): Refusal | undefined {
  if (!url.startsWith('/')) return undefined
  return {
    status: 400,
    reason: `"${url}" is not an absolute http:// address; use this port as a proxy: curl -x`,
  }
}

const LOOPBACK_NAMES: readonly string[] = ['127.0.0.1', 'localhost']
const DEFAULT_PORT = 80

function refuseHost(
  { headers, socket, url = '' }: IncomingMessage,
  hosts: 'loopback' | 'any address',
  { serves }: ListenerRequest,
  known: KnownHosts,
): Refusal | undefined {
  let isServed = known.get(headers.host)
  if (isServed === undefined) {
    isServed = isHostServed(headers.host, hosts, socket.localPort, serves)
    known.set(headers.host, isServed)
  }
  if (isServed && (url.startsWith('/') || headers.host === undefined)) return undefined
  const here = `127.0.0.1:${socket.localPort}`
  return {
    status: 403,
    reason: `The request is for "${headers.host ?? ''}", which is not served here; this is ${here}.`,
  }
}

function isHostServed(
  header: string | undefined,
  hosts: 'loopback' | 'any address',
  ownPort: number | undefined,
  serves: ListenerRequest['serves'],
): boolean {
  const isPublic = hosts === 'any address'
  // HTTP/1.0 has no Host, and no browser uses it.
  if (isPublic && header === undefined) return true
  const host = URL.parse(`http://${header}/`)
  const name = host?.hostname.replace(/\.$/, '') ?? ''
  const port = Number(host?.port || DEFAULT_PORT)
  const isLoopback = LOOPBACK_NAMES.includes(name) && (isPublic || port === ownPort)
  // Only a name can be rebound: a page loaded from an address keeps talking to that address.
  return isLoopback || (isPublic && isIP(name) !== 0) || (name !== '' && serves?.(name) === true)
}

/** Browsers send `Sec-Fetch-Site` with every request to this machine, and `Origin` with all that a page sends but plain links. */
function refusePage({ headers }: IncomingMessage): Refusal | undefined {
  const { origin } = headers
  const site = headers['sec-fetch-site'] ?? 'none'
  if (origin === undefined && site === 'none') return undefined
  return {
    status: 403,
    reason: `Web pages may not send requests here (origin ${origin ?? 'unknown'}, site ${site}).`,
  }
}

function refuseWithoutToken(incoming: IncomingMessage, trust: Trust): Refusal | undefined {
  if (carriesToken(incoming, trust)) return undefined
  const reason =
    'This port asks for the token of the world: send "Authorization: Bearer <token>", with the "token" of .world/world.json.'
  return { status: 401, reason }
}

function carriesToken({ headers }: IncomingMessage, trust: Trust): boolean {
  const [, given = ''] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? []
  return isSame(given, trust.token)
}

const OPEN_HINT = 'npm start -- --open lets everybody on this machine in.'

function refuse(incoming: IncomingMessage, response: ServerResponse, { status, reason }: Refusal): void {
  incoming.resume()
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
  })
  response.end(status === 400 ? `${reason}\n` : `${reason}\n${OPEN_HINT}\n`)
}
