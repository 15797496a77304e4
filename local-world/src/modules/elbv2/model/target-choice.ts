import type { TargetHealth } from '../running.ts'
import type { WeightedTargetGroup } from './load-balancer-plan.ts'

/** Targets that requests may go to: the healthy ones, or, when none is, all that are registered (fail open). */
export function routableTargets<Candidate extends Pick<TargetHealth, 'state'>>(
  registered: readonly Candidate[],
): readonly Candidate[] {
  const healthy = registered.filter(({ state }) => state === 'healthy')
  return healthy.length > 0 ? healthy : registered.filter(({ state }) => state !== 'draining')
}

/** Takes turns; a list that shrinks or grows between turns is fine. */
export class RoundRobin {
  #turn = 0

  next<Candidate>(candidates: readonly Candidate[]): Candidate | undefined {
    if (candidates.length === 0) return undefined
    this.#turn = (this.#turn + 1) % candidates.length
    return candidates[this.#turn]
  }
}

/**
 * Shares requests among target groups by weight, smoothly: 2:1 answers a, b, a and not a, a, b.
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
