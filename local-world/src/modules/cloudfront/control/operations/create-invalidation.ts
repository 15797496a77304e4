import type {
  CreateInvalidationRequest,
  CreateInvalidationResult,
  Invalidation,
} from '@aws-sdk/client-cloudfront'
import { WireFault } from '../../../../kernel/wire-service.ts'
import { type CloudFrontControl, distributionOrFault } from '../context.ts'

export const createInvalidation =
  (control: CloudFrontControl) =>
  ({ DistributionId, InvalidationBatch }: CreateInvalidationRequest): CreateInvalidationResult => {
    const distribution = distributionOrFault(control, DistributionId)
    const paths = InvalidationBatch?.Paths?.Items ?? []
    if (!InvalidationBatch || paths.length !== InvalidationBatch.Paths?.Quantity)
      throw new WireFault(
        'InconsistentQuantities',
        'The value of Quantity and the size of Items do not match.',
      )
    const unrooted = paths.find((path) => !path.startsWith('/') && !path.startsWith('*'))
    if (unrooted !== undefined)
      throw new WireFault(
        'InvalidArgument',
        `Your request contains one or more invalid invalidation paths: ${unrooted}`,
      )
    control.invalidate(
      distribution.id,
      paths.map((path) => (path === '*' ? '/*' : path)),
    )
    const Id = `I${String(control.invalidations.size + 1).padStart(13, '0')}`
    const invalidation: Invalidation = {
      Id,
      Status: 'Completed',
      CreateTime: new Date(control.clock.now()),
      InvalidationBatch,
    }
    control.invalidations.set(Id, invalidation)
    return {
      Location: `https://cloudfront.amazonaws.com/2020-05-31/distribution/${distribution.id}/invalidation/${Id}`,
      Invalidation: invalidation,
    }
  }
