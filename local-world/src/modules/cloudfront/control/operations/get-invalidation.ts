import type { GetInvalidationRequest, GetInvalidationResult } from '@aws-sdk/client-cloudfront'
import { AwsError } from '../../../../kernel/wire-service.ts'
import { type CloudFrontControl, distributionOrError } from '../context.ts'

export const getInvalidation =
  (control: CloudFrontControl) =>
  ({ DistributionId, Id }: GetInvalidationRequest): GetInvalidationResult => {
    const { id } = distributionOrError(control, DistributionId)
    const invalidation = control.invalidations.get(`${id} ${Id}`)
    if (!invalidation)
      throw new AwsError('NoSuchInvalidation', 'The specified invalidation does not exist.', 404)
    return { Invalidation: invalidation }
  }
