/** A place among the tasks that are starting. */
export interface LaunchSlot {
  /** Lets the next task start; repeated calls have no effect. */
  leave(): void
}

/**
 * Limits how many tasks of services start at once; the rest wait in order.
 *
 * A program that starts keeps a processor busy for most of a second. When every task of a world starts at once, its databases
 * wait for all of them, and migrations and load balancers wait for the databases.
 */
export class LaunchSlots {
  readonly #waiting: (() => void)[] = []
  #free: number

  constructor(size: number) {
    this.#free = size
  }

  async take(): Promise<LaunchSlot> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    let isTaken = true
    return {
      leave: () => {
        if (!isTaken) return
        isTaken = false
        const next = this.#waiting.shift()
        if (next) next()
        else this.#free += 1
      },
    }
  }
}
