import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { buildConnector } from 'undici'
import type { Clock } from '../../../world/clock.ts'
import type { NetworkInterface } from '../../network/network.ts'

/** No connection to an address came about; `cause` says why. */
export class OriginConnectError extends Error {
  readonly code = 'MERIDIAN_CLOUDFRONT_CONNECT'

  constructor(address: string, port: number, cause: unknown) {
    super(`No connection to ${address}:${port}`, { cause })
    this.name = 'OriginConnectError'
  }
}

export interface ConnectTarget {
  readonly address: string
  readonly port: number
  /** Set for HTTPS: the name that the origin's certificate must have, and whose authority is trusted. */
  readonly tls: { readonly serverName: string; readonly authorities: string | undefined } | undefined
  readonly timeoutMs: number
}

/** Lets undici's connections leave through an edge's network interface. */
export function createConnector(
  from: NetworkInterface,
  target: ConnectTarget,
  clock: Clock,
): buildConnector.connector {
  return (_, callback) => {
    establish(from, target, clock).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(new OriginConnectError(target.address, target.port, error), null),
    )
  }
}

async function establish(from: NetworkInterface, target: ConnectTarget, clock: Clock): Promise<Socket> {
  const deadline = new AbortController()
  const expired = new Promise<never>((_, reject) =>
    deadline.signal.addEventListener('abort', () => reject(new Error(`No answer in ${target.timeoutMs} ms`))),
  )
  const cancel = clock.after(target.timeoutMs, () => deadline.abort())
  try {
    return await Promise.race([dial(from, target, deadline.signal), expired])
  } finally {
    cancel()
  }
}

async function dial(from: NetworkInterface, target: ConnectTarget, signal: AbortSignal): Promise<Socket> {
  const { port } = await from.open(target.address, target.port, signal)
  const socket = target.tls
    ? connectTls({
        host: '127.0.0.1',
        port,
        servername: target.tls.serverName,
        ...(target.tls.authorities && { ca: target.tls.authorities }),
      })
    : connect({ host: '127.0.0.1', port })
  const abandon = () => socket.destroy()
  signal.addEventListener('abort', abandon, { once: true })
  await new Promise<void>((resolve, reject) => {
    socket.once(target.tls ? 'secureConnect' : 'connect', resolve)
    socket.once('error', reject)
  })
  signal.removeEventListener('abort', abandon)
  socket.removeAllListeners('error')
  return socket.setNoDelay(true)
}
