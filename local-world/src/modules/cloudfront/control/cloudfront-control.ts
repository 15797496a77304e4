import { WireFault } from '../../../wire/service.ts'
import type { Clock } from '../../../world/clock.ts'
import type { Distribution } from '../model/distribution.ts'
import type { CloudFrontPlan } from '../plan.ts'

/** What the operations act on. */
export interface CloudFrontControl {
  readonly plan: CloudFrontPlan
  readonly clock: Clock
  invalidate(distributionId: string, paths: readonly string[]): number
}

export function distributionOrFault({ plan }: CloudFrontControl, id: string | undefined): Distribution {
  const found = plan.distributions.find((distribution) => distribution.id === id)
  if (!found) throw new WireFault('NoSuchDistribution', 'The specified distribution does not exist.', 404)
  return found
}
