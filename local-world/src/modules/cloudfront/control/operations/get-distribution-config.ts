import type { GetDistributionConfigRequest, GetDistributionConfigResult } from '@aws-sdk/client-cloudfront'
import { type CloudFrontControl, distributionOrError } from '../context.ts'
import { configShape } from '../shapes.ts'

export const getDistributionConfig =
  (control: CloudFrontControl) =>
  ({ Id }: GetDistributionConfigRequest): GetDistributionConfigResult => {
    const distribution = distributionOrError(control, Id)
    return { DistributionConfig: configShape(distribution), ETag: distribution.etag }
  }
