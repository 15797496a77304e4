/** Route 53's limit on API requests per second and account. */
const REQUESTS_PER_SECOND = 5

/** Counts the requests of the last second; the caller passes the time in. */
export class RequestLimit {
  readonly #secondMs: number
  #admittedMs: readonly number[] = []

  /** `secondMs` is the length of an AWS second in this world. */
  constructor(secondMs: number) {
    this.#secondMs = secondMs
  }

  /** False when the limit is reached; refused requests do not count. */
  admit(nowMs: number): boolean {
    this.#admittedMs = this.#admittedMs.filter((atMs) => atMs > nowMs - this.#secondMs)
    if (this.#admittedMs.length >= REQUESTS_PER_SECOND) return false
    this.#admittedMs = [...this.#admittedMs, nowMs]
    return true
  }
}
