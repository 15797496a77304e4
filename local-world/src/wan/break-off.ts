import type { Socket } from 'node:net'

/**
 * Ends a connection abruptly, so that its peer sees a reset.
 *
 * libuv refuses to reset a socket whose own end is still under way; Node then never closes it, and the process never exits. So
 * the end is let out first.
 */
export function breakOff(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.once('finish', () => socket.resetAndDestroy())
  else socket.resetAndDestroy()
}
