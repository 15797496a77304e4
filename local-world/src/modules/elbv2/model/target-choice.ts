import type { TargetHealth } from '../running.ts'
import type { WeightedTargetGroup } from './load-balancer-plan.ts'

/** Targets that may receive requests: the healthy ones or, if there are none, all registered ones (fail open). */
export function routableTargets<Candidate extends Pick<TargetHealth, 'state'>>(
  registered: readonly Candidate[],
): readonly Candidate[] {
  const healthy = registered.filter(({ state }) => state === 'healthy')
  return healthy.length > 0 ? healthy : registered.filter(({ state }) => state !== 'draining')
}

/** Round-robin; the list may shrink or grow between turns. */
export class RoundRobin {
  #turn = 0

  next<Candidate>(candidates: readonly Candidate[]): Candidate | undefined {
    if (candidates.length === 0) return undefined
    this.#turn = (this.#turn + 1) % candidates.length
    return candidates[this.#turn]
  }
}

/**
 * Distributes requests over target groups by weight, smoothly: 2:1 gives a, b, a instead of a, a, b.
 * A group without healthy targets keeps its share, as on AWS.
 */
export class WeightedTurns {
  readonly #credits = new Map<string, number>()

  next(groups: readonly WeightedTargetGroup[]): string | undefined {
    const [only] = groups
    if (groups.length === 1 && only && only.weight > 0) return only.arn
    const total = groups.reduce((sum, group) => sum + group.weight, 0)
    let chosen: string | undefined
    let most = Number.NEGATIVE_INFINITY
    for (const group of groups) {
      if (group.weight === 0) continue
      const credit = (this.#credits.get(group.arn) ?? 0) + group.weight
      this.#credits.set(group.arn, credit)
      if (credit > most) {
        most = credit
        chosen = group.arn
      }
    }
    if (chosen !== undefined) this.#credits.set(chosen, most - total)
    return chosen
  }
}
