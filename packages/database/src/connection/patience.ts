const LONGEST = 4
/** Node's timers may fire this much early. */
const TIMER_GRAIN_MS = 1

/**
 * How long opening a session may take at an address that responds.
 *
 * With a fixed time-out a slow server would never be reached, and retries would make it slower. An attempt that timed out doubles
 * the time for the next one; a successful one allows the next twice its duration.
 */
export class Patience {
  readonly #firstMs: number
  #ms: number

  constructor(firstMs: number) {
    this.#firstMs = firstMs
    this.#ms = firstMs
  }

  get ms(): number {
    return this.#ms
  }

  opened(tookMs: number): void {
    this.#ms = Math.min(Math.max(this.#firstMs, 2 * tookMs), LONGEST * this.#firstMs)
  }

  failed(tookMs: number): void {
    if (tookMs > this.#ms - TIMER_GRAIN_MS) this.#ms = Math.min(2 * this.#ms, LONGEST * this.#firstMs)
  }
}
