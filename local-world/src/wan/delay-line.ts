/** What crosses a link: the opening of a connection, bytes, a half-close, or a reset. */
export type Parcel =
  | { readonly kind: 'open' }
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'end' }
  | { readonly kind: 'reset' }

interface Travelling {
  readonly parcel: Parcel
  dueMs: number
}

/** Properties of one direction when something is sent. */
export interface Crossing {
  readonly delayMs: number
  readonly bytesPerMs: number
}

/** Node's timers have a resolution of one millisecond and may fire this much early; waiting another one would be less exact. */
const GRAIN_MS = 0.5

/**
 * One direction of one connection: what was sent and has not arrived.
 *
 * Order is preserved despite jitter; each parcel's transmission time delays those behind it. Pure: times are passed in.
 */
export class DelayLine {
  readonly #travelling: Travelling[] = []
  #head = 0
  #wireFreeMs = 0
  #lastDueMs = 0
  #bytes = 0

  /** Bytes sent but not yet taken. */
  get bytes(): number {
    return this.#bytes
  }

  /** When the next parcel arrives; undefined when nothing travels. */
  get nextDueMs(): number | undefined {
    return this.#travelling[this.#head]?.dueMs
  }

  send(parcel: Parcel, nowMs: number, crossing: Crossing): void {
    const size = parcel.kind === 'bytes' ? parcel.bytes.length : 0
    this.#wireFreeMs = Math.max(nowMs, this.#wireFreeMs) + size / crossing.bytesPerMs
    const dueMs = Math.max(this.#wireFreeMs + crossing.delayMs, this.#lastDueMs)
    this.#lastDueMs = dueMs
    this.#bytes += size
    this.#travelling.push({ parcel, dueMs })
  }

  /** Removes and returns the next parcel that has arrived by now. */
  take(nowMs: number): Parcel | undefined {
    const next = this.#travelling[this.#head]
    if (!next || next.dueMs > nowMs + GRAIN_MS) return undefined
    this.#head += 1
    if (this.#head === this.#travelling.length) {
      this.#travelling.length = 0
      this.#head = 0
    }
    if (next.parcel.kind === 'bytes') this.#bytes -= next.parcel.bytes.length
    return next.parcel
  }

  /** After a cut: lost data is sent again, so nothing arrives sooner than one crossing from now. */
  resend(nowMs: number, delayMs: number): void {
    for (let index = this.#head; index < this.#travelling.length; index += 1) {
      const parcel = this.#travelling[index]
      if (parcel) parcel.dueMs = Math.max(parcel.dueMs, nowMs + delayMs)
    }
    this.#lastDueMs = Math.max(this.#lastDueMs, nowMs + delayMs)
  }
}
