import type { Invalidation } from '@aws-sdk/client-cloudfront'
import type { Clock } from '../../../kernel/clock.ts'
import { AwsError } from '../../../kernel/wire-service.ts'
import type { Distribution } from '../model/distribution.ts'
import type { CloudFrontPlan } from '../plan/plan.ts'

/** A distribution after an operation changed it. */
interface Revision {
  readonly distribution: Distribution
  readonly atMs: number
}

/** What the operations act on. */
export interface CloudFrontControl {
  readonly plan: CloudFrontPlan
  readonly clock: Clock
  /** Distributions that operations have updated since the world started. */
  readonly revisions: Map<string, Revision>
  readonly startedAtMs: number
  /** Keyed by distribution id and invalidation id. */
  readonly invalidations: Map<string, Invalidation>
  invalidate(distributionId: string, paths: readonly string[]): number
}

/** When a distribution was last modified: by an operation, or when the world started. */
export const modifiedAt = ({ revisions, startedAtMs }: CloudFrontControl, id: string): Date =>
  new Date(revisions.get(id)?.atMs ?? startedAtMs)

/** The distributions, with their updates. */
export function distributionsOf({ plan, revisions }: CloudFrontControl): readonly Distribution[] {
  return plan.distributions.map(({ id, ...rest }) => revisions.get(id)?.distribution ?? { id, ...rest })
}

export function distributionOrError(control: CloudFrontControl, id: string | undefined): Distribution {
  const found = distributionsOf(control).find((distribution) => distribution.id === id)
  if (!found) throw new AwsError('NoSuchDistribution', 'The specified distribution does not exist.', 404)
  return found
}
