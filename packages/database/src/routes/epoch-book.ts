/**
 * The newest epoch that this process knows of, from a server, a replica or a visitor's token.
 *
 * It only increases. Writers read it before each write and are notified when it changes.
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
