// CloudFront's control plane.
// Missing: creating anything, updating more than a comment (the program describes the rest), logs, key groups, continuous
// deployment, and limits on invalidations in progress.
// Deliberately different: an invalidation is complete in the response that accepts it.
// Client quirks: lists are `Quantity` plus `Items`; ETags travel in a header.
import { BoundedMap } from '../../../kernel/bounded-map.ts'
import type { WireOperation, WireService } from '../../../kernel/wire-service.ts'
import type { CloudFrontControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { createInvalidation } from './operations/create-invalidation.ts'
import { getDistribution } from './operations/get-distribution.ts'
import { getDistributionConfig } from './operations/get-distribution-config.ts'
import { getInvalidation } from './operations/get-invalidation.ts'
import { listDistributions } from './operations/list-distributions.ts'
import { updateDistribution } from './operations/update-distribution.ts'
import { UNKNOWN } from './unknown.ts'

/** Each holds its paths, which can be several megabytes. */
const KEPT_INVALIDATIONS = 100

/** Binds every implemented operation to the running distributions. */
export function createCloudFrontControl(
  parts: Omit<CloudFrontControl, 'invalidations' | 'revisions'>,
): WireService {
  const control: CloudFrontControl = {
    ...parts,
    invalidations: new BoundedMap(KEPT_INVALIDATIONS),
    revisions: new Map(),
  }
  return {
    scope: 'cloudfront',
    protocol: 'rest-xml',
    refusals: { invalid: 'MalformedXML' },
    isGlobal: true,
    namespace: 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
    schemas: () => import('@aws-sdk/client-cloudfront'),
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: {
      CreateInvalidation: createInvalidation(control),
      GetDistribution: getDistribution(control),
      GetDistributionConfig: getDistributionConfig(control),
      GetInvalidation: getInvalidation(control),
      ListDistributions: listDistributions(control),
      UpdateDistribution: updateDistribution(control),
    } satisfies Record<string, WireOperation>,
  }
}
