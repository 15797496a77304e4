import type { Clock } from '../../../kernel/clock.ts'

const NOT_SET = { dueMs: Number.POSITIVE_INFINITY, cancel: () => {} }

/** One timer for many deadlines: the earliest wins, and the callback sets the next one. */
export class EarliestTimer {
  readonly #clock: Clock
  readonly #look: () => void
  #set = NOT_SET

  constructor(clock: Clock, look: () => void) {
    this.#clock = clock
    this.#look = look
  }

  lookIn(delayMs: number): void {
    const dueMs = this.#clock.now() + delayMs
    if (dueMs >= this.#set.dueMs) return
    this.#set.cancel()
    const cancel = this.#clock.after(delayMs, () => {
      this.#set = NOT_SET
      this.#look()
    })
    this.#set = { dueMs, cancel }
  }

  cancel(): void {
    this.#set.cancel()
  }
}
