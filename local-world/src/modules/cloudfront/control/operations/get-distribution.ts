import type {
  GetDistributionConfigResult,
  GetDistributionRequest,
  GetDistributionResult,
} from '@aws-sdk/client-cloudfront'
import { type CloudFrontControl, distributionOrFault } from '../cloudfront-control.ts'
import { configShape, distributionShape } from '../shapes.ts'

export const getDistribution =
  (control: CloudFrontControl) =>
  ({ Id }: GetDistributionRequest): GetDistributionResult => {
    const distribution = distributionOrFault(control, Id)
    return { Distribution: distributionShape(distribution), ETag: distribution.etag }
  }

export const getDistributionConfig =
  (control: CloudFrontControl) =>
  ({ Id }: GetDistributionRequest): GetDistributionConfigResult => {
    const distribution = distributionOrFault(control, Id)
    return { DistributionConfig: configShape(distribution), ETag: distribution.etag }
  }
