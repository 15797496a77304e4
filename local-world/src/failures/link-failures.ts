import { type Place, placeName, samePlace } from '@meridian/topology'
import type { Heal } from '../kernel/failure.ts'
import type { LinkState, Wan } from '../kernel/wan.ts'

interface BrokenLink {
  readonly from: Place
  readonly to: Place
  /** The state before the first failure. */
  readonly sound: LinkState
  readonly changes: Set<Partial<LinkState>>
}

/** Failures of links: one link may have several, and healing one leaves the others. */
export class LinkFailures {
  readonly #wan: Wan
  readonly #links = new Map<string, BrokenLink>()

  constructor(wan: Wan) {
    this.#wan = wan
  }

  add(from: Place, to: Place, change: Partial<LinkState>): Heal {
    const key = [placeName(from), placeName(to)].sort().join(' ↔ ')
    const link = this.#links.get(key) ?? { from, to, sound: this.#wan.link(from, to), changes: new Set() }
    this.#links.set(key, link)
    link.changes.add(change)
    this.#apply(link)
    return () => {
      link.changes.delete(change)
      this.#apply(link)
      if (link.changes.size === 0) this.#links.delete(key)
    }
  }

  /** Cuts a place off from others; one heal restores all. */
  cut(from: Place, others: readonly Place[]): Heal {
    const heals = others
      .filter((other) => !samePlace(from, other))
      .map((other) => this.add(from, other, { isCut: true }))
    return () => {
      for (const heal of heals) void heal()
    }
  }

  /** The newest change of each property applies. */
  #apply({ from, to, sound, changes }: BrokenLink): void {
    this.#wan.adjust(from, to, Object.assign({ ...sound }, ...changes) as LinkState)
  }
}
