import { inRegion, type RegionId } from '@meridian/topology'
import type { Wan } from '../../../kernel/wan.ts'

/** The regions in which RDS can act, seen from another: not lost ones, nor those behind a cut link. */
export class Reachability {
  readonly #wan: Wan
  readonly #lost = new Set<RegionId>()

  constructor(wan: Wan) {
    this.#wan = wan
  }

  lose(region: RegionId): void {
    this.#lost.add(region)
  }

  restore(region: RegionId): void {
    this.#lost.delete(region)
  }

  isLost(region: RegionId): boolean {
    return this.#lost.has(region)
  }

  canReach(from: RegionId, to: RegionId): boolean {
    if (this.isLost(from) || this.isLost(to)) return false
    return from === to || !this.#wan.link(inRegion(from), inRegion(to)).isCut
  }
}
