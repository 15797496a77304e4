import type { TraceHeader } from './trace-header.ts'

/** X-Ray's default rule: the first request of each second, then a share of the rest. */
export interface SamplingRule {
  readonly perSecond: number
  readonly share: number
}

export interface Sampler {
  /** Whether this request gets a segment; an upstream decision is kept. */
  decide(header: TraceHeader): boolean
}

/** A sampler with its own reservoir; it does not fetch the daemon's central rules, so it makes no network call. */
export function createSampler(rule: SamplingRule, now: () => number, random: () => number): Sampler {
  let second = Number.NaN
  let taken = 0

  return {
    decide(header) {
      if (header.sampled !== undefined) return header.sampled
      const current = Math.floor(now() / 1000)
      if (current !== second) {
        second = current
        taken = 0
      }
      if (taken < rule.perSecond) {
        taken += 1
        return true
      }
      return random() < rule.share
    },
  }
}
