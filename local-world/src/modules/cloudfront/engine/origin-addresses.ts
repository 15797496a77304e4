import type { Clock } from '../../../kernel/clock.ts'

export interface ResolvedName {
  readonly addresses: readonly string[]
  readonly ttlMs: number
}

/**
 * An origin's addresses as one edge's resolver answered, for as long as the answer may be kept. Listeners hear of
 * addresses that are no longer in the answer, so that no connections to them are kept.
 */
export class OriginAddresses {
  readonly #resolve: () => Promise<ResolvedName>
  readonly #clock: Clock
  readonly #onGone: (address: string) => void
  #known: readonly string[] = []
  #validUntilMs = Number.NEGATIVE_INFINITY
  #asking: Promise<readonly string[]> | undefined
  #turn = 0

  constructor(resolve: () => Promise<ResolvedName>, clock: Clock, onGone: (address: string) => void) {
    this.#resolve = resolve
    this.#clock = clock
    this.#onGone = onGone
  }

  /** All addresses, beginning with another one at each call; rejects when the name has none. */
  async inTurn(): Promise<readonly string[]> {
    const addresses = this.#clock.now() < this.#validUntilMs ? this.#known : await this.#refresh()
    if (addresses.length < 2) return addresses
    const first = this.#turn++ % addresses.length
    return [...addresses.slice(first), ...addresses.slice(0, first)]
  }

  /** The next use asks again: nothing at these addresses answered. */
  expire(): void {
    this.#validUntilMs = Number.NEGATIVE_INFINITY
  }

  #refresh(): Promise<readonly string[]> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  async #ask(): Promise<readonly string[]> {
    const { addresses, ttlMs } = await this.#resolve()
    for (const gone of this.#known) if (!addresses.includes(gone)) this.#onGone(gone)
    this.#known = addresses
    this.#validUntilMs = this.#clock.now() + ttlMs
    return addresses
  }
}
