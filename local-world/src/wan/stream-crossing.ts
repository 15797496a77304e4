import type { Socket } from 'node:net'
import { DelayLine, type Parcel } from './delay-line.ts'
import type { Link } from './link.ts'

/** A sender is paused when this much is in transit, like a TCP window of that size. */
export const MAX_BYTES_UNDER_WAY = 8 * 1024 * 1024

/** Receives what arrives; returns false if it accepts no more until `resume` is called. */
export type Arrival = (parcel: Parcel) => boolean

/**
 * One direction of one connection over a link: reads a socket, delivers late.
 *
 * Uses a single timer for all parcels. Times are monotonic and fractional: whole milliseconds would already use up half
 * of the permitted error.
 */
export class StreamCrossing {
  readonly #link: Link
  readonly #line = new DelayLine()
  readonly #source: Socket
  readonly #arrival: Arrival
  readonly #leave: () => void
  #timer: NodeJS.Timeout | undefined
  #isBlocked = false
  #isClosed = false

  constructor(link: Link, source: Socket, arrival: Arrival) {
    this.#link = link
    this.#source = source
    this.#arrival = arrival
    this.#leave = link.join({ linkCut: () => this.#stop(), linkRestored: () => this.#restored() })
  }

  send(parcel: Parcel): void {
    if (this.#isClosed) return
    this.#line.send(parcel, performance.now(), {
      delayMs: this.#link.oneWayMs(),
      bytesPerMs: this.#link.bytesPerMs,
    })
    if (this.#line.bytes >= MAX_BYTES_UNDER_WAY) this.#source.pause()
    if (!this.#timer) this.#flush()
  }

  /** Called when the receiver accepts parcels again. */
  resume(): void {
    this.#isBlocked = false
    this.#flush()
  }

  close(): void {
    this.#isClosed = true
    this.#stop()
    this.#leave()
  }

  #restored(): void {
    this.#line.resend(performance.now(), this.#link.oneWayMs())
    this.#flush()
  }

  #stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #flush(): void {
    this.#stop()
    while (!this.#isBlocked && !this.#isClosed && !this.#link.state.isCut) {
      const parcel = this.#line.take(performance.now())
      if (!parcel) {
        this.#arm()
        return
      }
      this.#isBlocked = !this.#arrival(parcel)
      if (this.#source.isPaused() && this.#line.bytes < MAX_BYTES_UNDER_WAY / 2) this.#source.resume()
    }
  }

  #arm(): void {
    const dueMs = this.#line.nextDueMs
    if (dueMs === undefined) return
    // Rounded down: firing a little early and waiting one more millisecond is more exact than firing late.
    const waitMs = Math.max(1, Math.floor(dueMs - performance.now()))
    this.#timer = setTimeout(() => this.#flush(), waitMs)
  }
}
