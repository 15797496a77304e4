import type { LinkState } from '../kernel/wan.ts'

/** Anything in transit on a link that must know when the link changes. */
export interface LinkTraveller {
  linkCut(): void
  linkRestored(): void
}

/** The link between two places: its current state and what is in transit. */
export class Link {
  readonly from: string
  readonly to: string
  readonly #random: () => number
  readonly #travellers = new Set<LinkTraveller>()
  #state: LinkState

  constructor(from: string, to: string, state: LinkState, random: () => number) {
    this.from = from
    this.to = to
    this.#state = state
    this.#random = random
  }

  get state(): LinkState {
    return this.#state
  }

  /** Time one parcel takes in one direction, jitter included; never negative. */
  oneWayMs(): number {
    const half = this.#state.rttMs / 2
    const jitter = Math.min(this.#state.jitterMs, half)
    return half + (this.#random() * 2 - 1) * jitter
  }

  get bytesPerMs(): number {
    return (this.#state.bandwidthMbps * 1_000_000) / 8 / 1_000
  }

  join(traveller: LinkTraveller): () => void {
    this.#travellers.add(traveller)
    return () => this.#travellers.delete(traveller)
  }

  change(change: Partial<LinkState>): void {
    const before = this.#state
    this.#state = { ...before, ...change }
    if (before.isCut === this.#state.isCut) return
    for (const traveller of [...this.#travellers]) {
      if (this.#state.isCut) traveller.linkCut()
      else traveller.linkRestored()
    }
  }
}
