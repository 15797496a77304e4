import type { ListDistributionsRequest, ListDistributionsResult } from '@aws-sdk/client-cloudfront'
import { type CloudFrontControl, distributionsOf } from '../context.ts'
import { summaryShape } from '../shapes.ts'

const MAX_ITEMS = 100

export const listDistributions =
  (control: CloudFrontControl) =>
  (input: ListDistributionsRequest): ListDistributionsResult => {
    const items = distributionsOf(control).map(summaryShape)
    return {
      DistributionList: {
        Marker: input.Marker ?? '',
        MaxItems: Number(input.MaxItems ?? MAX_ITEMS),
        IsTruncated: false,
        Quantity: items.length,
        ...(items.length > 0 && { Items: items }),
      },
    }
  }
