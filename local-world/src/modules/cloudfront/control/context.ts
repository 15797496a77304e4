import type { Invalidation } from '@aws-sdk/client-cloudfront'
import type { Clock } from '../../../kernel/clock.ts'
import { WireFault } from '../../../kernel/wire-service.ts'
import type { Distribution } from '../model/distribution.ts'
import type { CloudFrontPlan } from '../plan/plan.ts'

/** What the operations act on. */
export interface CloudFrontControl {
  readonly plan: CloudFrontPlan
  readonly clock: Clock
  /** Distributions that were updated since the program described them. */
  readonly revisions: Map<string, Distribution>
  /** By the ids of its distribution and of itself. */
  readonly invalidations: Map<string, Invalidation>
  invalidate(distributionId: string, paths: readonly string[]): number
}

/** As they are now. */
export function distributionsOf({ plan, revisions }: CloudFrontControl): readonly Distribution[] {
  return plan.distributions.map((distribution) => revisions.get(distribution.id) ?? distribution)
}

export function distributionOrFault(control: CloudFrontControl, id: string | undefined): Distribution {
  const found = distributionsOf(control).find((distribution) => distribution.id === id)
  if (!found) throw new WireFault('NoSuchDistribution', 'The specified distribution does not exist.', 404)
  return found
}
