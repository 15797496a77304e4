/** Route 53 takes this many API requests a second from one account. */
const REQUESTS_PER_SECOND = 5

/** Counts requests in the second that ends now; time passed in. */
export class RequestLimit {
  readonly #secondMs: number
  #admittedMs: readonly number[] = []

  /** `secondMs` is how long a second of AWS's is in this world. */
  constructor(secondMs: number) {
    this.#secondMs = secondMs
  }

  /** False when there have been enough; a request that is refused does not count. */
  admit(nowMs: number): boolean {
    this.#admittedMs = this.#admittedMs.filter((atMs) => atMs > nowMs - this.#secondMs)
    if (this.#admittedMs.length >= REQUESTS_PER_SECOND) return false
    this.#admittedMs = [...this.#admittedMs, nowMs]
    return true
  }
}
