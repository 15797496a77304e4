import { Socket } from 'node:net'
import type { OnArrival } from '../kernel/wan.ts'
import { breakOff } from './break-off.ts'
import type { Parcel } from './delay-line.ts'
import type { Link } from './link.ts'
import { StreamCrossing } from './stream-crossing.ts'

/** Where connections of a listener arrive. */
export interface Destination {
  readonly targetPort: number
  readonly onArrival: OnArrival | undefined
}

/**
 * One TCP connection across a link: two loopback sockets with the distance between them.
 *
 * Owns both sockets. The far one connects when the opening has crossed; half-closes and resets cross as bytes do, so
 * either side learns that the other has closed one crossing later, and not at all while the link is cut.
 */
export class LinkConnection {
  readonly #near: Socket
  readonly #far = new Socket({ allowHalfOpen: true })
  readonly #outward: StreamCrossing
  readonly #homeward: StreamCrossing
  readonly #destination: Destination
  readonly #onClosed: () => void
  #openSides = 2

  constructor(link: Link, near: Socket, destination: Destination, onClosed: () => void) {
    this.#near = near
    this.#destination = destination
    this.#onClosed = onClosed
    this.#outward = new StreamCrossing(link, near, (parcel) => this.#deliverFar(parcel))
    this.#homeward = new StreamCrossing(link, this.#far, (parcel) => deliver(parcel, near))
    this.#far.setNoDelay(true)
    this.#outward.send({ kind: 'open' })
    this.#carry(near, this.#outward, this.#homeward)
    this.#carry(this.#far, this.#homeward, this.#outward)
  }

  /** Destroys both sockets at once, as when the world stops. */
  destroy(): void {
    this.#near.destroy()
    this.#far.destroy()
  }

  #deliverFar(parcel: Parcel): boolean {
    if (parcel.kind !== 'open') return deliver(parcel, this.#far)
    if (this.#near.destroyed && this.#far.destroyed) return true
    this.#far.connect(this.#destination.targetPort, '127.0.0.1')
    // Node connects on the next tick; the port is known right after it, before the target can accept.
    process.nextTick(() => this.#announce())
    return true
  }

  #announce(): void {
    const { localPort } = this.#far
    if (localPort === undefined || !this.#destination.onArrival) return
    this.#far.once('close', this.#destination.onArrival(localPort))
  }

  #carry(socket: Socket, away: StreamCrossing, towards: StreamCrossing): void {
    socket.on('data', (bytes: Buffer) => away.send({ kind: 'bytes', bytes }))
    socket.on('end', () => away.send({ kind: 'end' }))
    socket.on('drain', () => towards.resume())
    // 'close' always follows and is handled below; without a listener the error would end the process.
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

/** Writes a parcel to a socket; false if the socket accepts no more until it drains. */
function deliver(parcel: Parcel, socket: Socket): boolean {
  if (socket.destroyed) return true
  switch (parcel.kind) {
    case 'open':
      return true
    case 'bytes':
      return socket.write(parcel.bytes)
    case 'end':
      socket.end()
      return true
    case 'reset':
      breakOff(socket)
      return true
  }
}
