import type { Clock } from '../../../kernel/clock.ts'

export interface ResolvedName {
  readonly addresses: readonly string[]
  readonly ttlMs: number
}

/**
 * An origin's addresses as one edge's resolver returned them, cached for the TTL. Calls back for addresses
 * that have left the answer, so that connections to them can be closed.
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

  /** All addresses, starting with a different one on each call; rejects when the name has none. */
  async inTurn(): Promise<readonly string[]> {
    const addresses = this.#clock.now() < this.#validUntilMs ? this.#known : await this.#refresh()
    if (addresses.length < 2) return addresses
    const first = this.#turn++ % addresses.length
    return [...addresses.slice(first), ...addresses.slice(0, first)]
  }

  /** Forces a new lookup on the next use, because none of these addresses answered. */
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
