import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type buildConnector, Pool } from 'undici'
import type { NetworkInterface } from '../../network/running.ts'
import type { Target } from '../running.ts'

/** A target that does not answer the handshake by then is given up. */
const CONNECT_TIMEOUT_MS = 10_000

/** Opens a connection to a target as one of the load balancer's own network interfaces would; the signal limits the opening. */
export async function connectTo(
  target: Target,
  networkInterface: NetworkInterface,
  signal: AbortSignal,
): Promise<Socket> {
  const { port } = await networkInterface.open(target.address, target.port, signal)
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  // Not given to `connect`: that would end the standing connection as well when the time is over.
  const giveUp = () => socket.destroy(signal.reason as Error)
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    if (signal.aborted) giveUp()
    await once(socket, 'connect')
    return socket
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

/**
 * Keep-alive connections from one node to one target.
 *
 * Like an Application Load Balancer, and unlike other HTTP clients, it keeps an idle connection for the whole idle
 * time-out whatever the target announces: a target that closes earlier sees the sporadic 502 that it sees on AWS.
 */
export function openTargetPool(
  target: Target,
  networkInterface: NetworkInterface,
  idleTimeoutMs: number,
): Pool {
  const connector: buildConnector.connector = (_options, done) => {
    connectTo(target, networkInterface, AbortSignal.timeout(CONNECT_TIMEOUT_MS)).then(
      (socket) => done(null, socket),
      (error: Error) => done(error, null),
    )
  }
  return new Pool(`http://${target.address}:${target.port}`, {
    connect: connector,
    connections: null,
    headersTimeout: idleTimeoutMs,
    bodyTimeout: idleTimeoutMs,
    keepAliveTimeout: idleTimeoutMs,
    keepAliveMaxTimeout: idleTimeoutMs,
    // The target's hint minus this is never shorter than the idle time-out.
    keepAliveTimeoutThreshold: -idleTimeoutMs,
  })
}
