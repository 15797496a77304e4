const LONGEST = 4

/**
 * How long opening a session may take at an address where somebody answers.
 *
 * Within a fixed time, a slow server would never be reached, only asked ever more often, which makes it slower. An attempt that ran out
 * of time gives the next one twice as long; one that arrived leaves the next twice what it took.
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
    if (tookMs >= this.#ms) this.#ms = Math.min(2 * this.#ms, LONGEST * this.#firstMs)
  }
}
