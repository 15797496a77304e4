import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { NetworkInterface } from '../../network/running.ts'
import type { Target } from '../running.ts'
import { TargetConnection } from './target-connection.ts'

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
 * Connections from one node to one target.
 *
 * Like an Application Load Balancer, and unlike other HTTP clients, it keeps an idle connection for the whole idle
 * time-out whatever the target announces: a target that closes earlier causes sporadic 502s, as on AWS.
 */
export class TargetPool {
  readonly #target: Target
  readonly #networkInterface: NetworkInterface
  readonly #idleTimeoutMs: number
  readonly #all = new Set<TargetConnection>()
  /** The last one used is the first one to be used again, so that those that are not needed become old and close. */
  readonly #idle: TargetConnection[] = []
  readonly #closed = new AbortController()

  constructor(target: Target, networkInterface: NetworkInterface, idleTimeoutMs: number) {
    this.#target = target
    this.#networkInterface = networkInterface
    this.#idleTimeoutMs = idleTimeoutMs
  }

  takeIdle(): TargetConnection | undefined {
    let connection = this.#idle.pop()
    while (connection && !connection.isOpen) connection = this.#idle.pop()
    return connection
  }

  async open(): Promise<TargetConnection> {
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)])
    const socket = await connectTo(this.#target, this.#networkInterface, signal)
    if (this.#closed.signal.aborted) socket.destroy()
    const connection = new TargetConnection(socket, this.#idleTimeoutMs, {
      onFree: (free) => this.#idle.push(free),
      onClose: (closed) => this.#all.delete(closed),
    })
    this.#all.add(connection)
    return connection
  }

  /** Closes every connection; requests in progress fail. */
  destroy(): void {
    this.#closed.abort(new Error('The target was deregistered'))
    for (const connection of this.#all) connection.destroy()
    this.#idle.length = 0
  }
}
