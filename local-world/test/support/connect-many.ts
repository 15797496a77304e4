import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Less than the system's accept backlog, beyond which connections are dropped silently. */
const AT_ONCE = 100

/** Opens this many connections to a loopback port; the caller closes them. */
export async function connectMany(
  port: number,
  count: number,
  onClose: () => void = () => {},
): Promise<readonly Socket[]> {
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - sockets.length) }, () => {
      return connect(port, '127.0.0.1')
        .on('error', () => {})
        .once('close', onClose)
    })
    await Promise.all(batch.map((socket) => once(socket, 'connect')))
    sockets.push(...batch)
  }
  return sockets
}
