import { connect, type Socket } from 'node:net'
import { checkServerIdentity, connect as connectTls } from 'node:tls'
import type { buildConnector } from 'undici'
import type { Clock } from '../../../kernel/clock.ts'
import { deadlineOn } from '../../../kernel/deadline.ts'
import type { NetworkInterface } from '../../network/running.ts'

/** No connection to an address could be opened; `cause` says why. */
export class OriginConnectError extends Error {
  readonly code = 'MERIDIAN_CLOUDFRONT_CONNECT'

  constructor(address: string, port: number, cause: unknown) {
    super(`No connection to ${address}:${port}`, { cause })
    this.name = 'OriginConnectError'
  }
}

/** The origin was reached, but CloudFront would not accept its certificate or TLS version; `cause` says why. */
class OriginTlsError extends Error {
  readonly code = 'MERIDIAN_CLOUDFRONT_TLS'

  constructor(address: string, port: number, cause: unknown) {
    super(`No TLS with ${address}:${port}`, { cause })
    this.name = 'OriginTlsError'
  }
}

/** For an HTTPS origin. */
interface OriginTls {
  /** SNI name: the forwarded Host, or else the origin's domain. */
  readonly serverName: string
  /** The certificate must have one of these names. */
  readonly acceptedNames: readonly string[]
  /** PEM certificate authorities that may have signed it. */
  readonly authorities: string | undefined
}

export interface ConnectTarget {
  readonly address: string
  readonly port: number
  readonly tls: OriginTls | undefined
  readonly timeoutMs: number
}

/** Routes undici's connections through an edge's network interface. */
export function createConnector(
  from: NetworkInterface,
  target: ConnectTarget,
  clock: Clock,
): buildConnector.connector {
  return (_, callback) => {
    establish(from, target, clock).then(
      (socket) => callback(null, socket),
      (error: unknown) =>
        callback(
          error instanceof OriginTlsError
            ? error
            : new OriginConnectError(target.address, target.port, error),
          null,
        ),
    )
  }
}

async function establish(from: NetworkInterface, target: ConnectTarget, clock: Clock): Promise<Socket> {
  using deadline = deadlineOn(clock, target.timeoutMs)
  const expired = new Promise<never>((_, reject) =>
    deadline.signal.addEventListener('abort', () => reject(new Error(`No answer in ${target.timeoutMs} ms`))),
  )
  return await Promise.race([dial(from, target, deadline.signal), expired])
}

async function dial(from: NetworkInterface, target: ConnectTarget, signal: AbortSignal): Promise<Socket> {
  const { port } = await from.open(target.address, target.port, signal)
  const plain = await ready(connect({ host: '127.0.0.1', port, noDelay: true }), 'connect', signal)
  if (!target.tls) return plain
  const { serverName, acceptedNames, authorities } = target.tls
  const secured = connectTls({
    socket: plain,
    servername: serverName,
    minVersion: 'TLSv1.2',
    ...(authorities && { ca: authorities }),
    checkServerIdentity(_, certificate) {
      const mismatches = acceptedNames.map((name) => checkServerIdentity(name, certificate))
      return mismatches.includes(undefined) ? undefined : mismatches[0]
    },
  })
  return ready(secured, 'secureConnect', signal).catch((error: unknown) => {
    throw signal.aborted ? error : new OriginTlsError(target.address, target.port, error)
  })
}

/** Resolves with the socket once it is usable; destroys it if its request is gone. */
async function ready(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<Socket> {
  const abandon = () => socket.destroy()
  signal.addEventListener('abort', abandon, { once: true })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once(event, resolve)
      socket.once('error', reject)
      socket.once('close', () => reject(new Error('The connection was closed')))
    })
  } finally {
    signal.removeEventListener('abort', abandon)
  }
  socket.removeAllListeners('error').removeAllListeners('close')
  return socket
}
