import type { GetDistributionRequest, GetDistributionResult } from '@aws-sdk/client-cloudfront'
import { type CloudFrontControl, distributionOrError, modifiedAt } from '../context.ts'
import { distributionShape } from '../shapes.ts'

export const getDistribution =
  (control: CloudFrontControl) =>
  ({ Id }: GetDistributionRequest): GetDistributionResult => {
    const distribution = distributionOrError(control, Id)
    return {
      Distribution: distributionShape(distribution, modifiedAt(control, distribution.id)),
      ETag: distribution.etag,
    }
  }
