import type { Socket } from 'node:net'

/** Joins two sockets until both have ended; when one breaks, so does the other. */
export function splice(left: Socket, right: Socket): void {
  left.pipe(right)
  right.pipe(left)
  left.on('error', () => right.destroy())
  right.on('error', () => left.destroy())
  left.on('close', () => right.destroy())
  right.on('close', () => left.destroy())
}
