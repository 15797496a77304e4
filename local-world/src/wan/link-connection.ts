import { Socket } from 'node:net'
import type { Parcel } from './delay-line.ts'
import type { Link } from './link.ts'
import { StreamCrossing } from './stream-crossing.ts'

/**
 * One TCP connection across a link: two sockets on loopback with the distance between them.
 *
 * Owns both sockets. The far one connects when the opening has crossed; half-closes and resets cross like bytes do, so
 * either side learns of the other's end one crossing later, and not at all while the link is cut.
 */
export class LinkConnection {
  readonly #near: Socket
  readonly #far = new Socket({ allowHalfOpen: true })
  readonly #outward: StreamCrossing
  readonly #homeward: StreamCrossing
  readonly #onClosed: () => void
  #openSides = 2

  constructor(link: Link, near: Socket, targetPort: number, onClosed: () => void) {
    this.#near = near
    this.#onClosed = onClosed
    this.#outward = new StreamCrossing(link, near, (parcel) => deliver(parcel, this.#far, targetPort))
    this.#homeward = new StreamCrossing(link, this.#far, (parcel) => deliver(parcel, near, targetPort))
    this.#far.setNoDelay(true)
    this.#outward.send({ kind: 'open' })
    this.#carry(near, this.#outward, this.#homeward)
    this.#carry(this.#far, this.#homeward, this.#outward)
  }

  /** Ends both sides at once, as when the world ends. */
  destroy(): void {
    this.#near.destroy()
    this.#far.destroy()
  }

  #carry(socket: Socket, away: StreamCrossing, towards: StreamCrossing): void {
    socket.on('data', (bytes: Buffer) => away.send({ kind: 'bytes', bytes }))
    socket.on('end', () => away.send({ kind: 'end' }))
    socket.on('drain', () => towards.resume())
    // 'close' always follows and says the same; without a listener the error would end the process.
    socket.on('error', () => {})
    socket.on('close', (hadError) => {
      if (hadError || !socket.readableEnded) away.send({ kind: 'reset' })
      towards.resume()
      this.#openSides -= 1
      if (this.#openSides === 0) this.#close()
    })
  }

  #close(): void {
    this.#outward.close()
    this.#homeward.close()
    this.#onClosed()
  }
}

/** Hands a parcel to a socket; false when the socket wants no more until it drains. */
function deliver(parcel: Parcel, socket: Socket, targetPort: number): boolean {
  if (socket.destroyed) return true
  switch (parcel.kind) {
    case 'open':
      socket.connect(targetPort, '127.0.0.1')
      return true
    case 'bytes':
      return socket.write(parcel.bytes)
    case 'end':
      socket.end()
      return true
    case 'reset':
      socket.resetAndDestroy()
      return true
  }
}
