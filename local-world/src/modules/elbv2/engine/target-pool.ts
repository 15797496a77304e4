import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type buildConnector, Pool } from 'undici'
import type { NetworkInterface } from '../../network/running.ts'
import type { Target } from '../running.ts'

/** A connection attempt fails after this time. */
const CONNECT_TIMEOUT_MS = 10_000

/** Opens a connection to a target from one of the load balancer's network interfaces; the signal limits only the opening. */
export async function connectTo(
  target: Target,
  networkInterface: NetworkInterface,
  signal: AbortSignal,
): Promise<Socket> {
  const { port } = await networkInterface.open(target.address, target.port, signal)
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  // Not passed to `connect`, where it would also close the established connection after the time-out.
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
 * time-out whatever the target announces: a target that closes earlier causes sporadic 502s, as on AWS.
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
    // With this threshold a target's hint never shortens the idle time-out.
    keepAliveTimeoutThreshold: -idleTimeoutMs,
  })
}
