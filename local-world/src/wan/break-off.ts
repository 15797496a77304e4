import type { Socket } from 'node:net'

/**
 * Resets a connection, so that its peer sees ECONNRESET.
 *
 * libuv refuses to reset a socket whose own FIN is still pending; Node then never closes it, and the process never exits. So
 * the FIN is sent first.
 */
export function breakOff(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.once('finish', () => socket.resetAndDestroy())
  else socket.resetAndDestroy()
}
