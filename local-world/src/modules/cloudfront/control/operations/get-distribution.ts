import type { GetDistributionRequest, GetDistributionResult } from '@aws-sdk/client-cloudfront'
import { type CloudFrontControl, distributionOrFault, modifiedAt } from '../context.ts'
import { distributionShape } from '../shapes.ts'

export const getDistribution =
  (control: CloudFrontControl) =>
  ({ Id }: GetDistributionRequest): GetDistributionResult => {
    const distribution = distributionOrFault(control, Id)
    return {
      Distribution: distributionShape(distribution, modifiedAt(control, distribution.id)),
      ETag: distribution.etag,
    }
  }
