/**
 * The newest epoch that this process has heard of, from whomever: a server, a replica, a visitor's token.
 *
 * What it says only grows. Whoever writes asks it before and is told when it grows.
 */
export class EpochBook {
  readonly #listeners = new Set<(epoch: number) => void>()
  #newest = 0

  get newest(): number {
    return this.#newest
  }

  learn(epoch: number | undefined): void {
    if (epoch === undefined || !(epoch > this.#newest)) return
    this.#newest = epoch
    for (const listener of this.#listeners) listener(epoch)
  }

  onNewer(listener: (epoch: number) => void): void {
    this.#listeners.add(listener)
  }
}
