import type { ListDistributionsRequest, ListDistributionsResult } from '@aws-sdk/client-cloudfront'
import { pageOf } from '../../../../kernel/page.ts'
import { AwsError } from '../../../../kernel/wire-service.ts'
import { type CloudFrontControl, distributionsOf, modifiedAt } from '../context.ts'
import { summaryShape } from '../shapes.ts'

const MAX_ITEMS = 100

export const listDistributions =
  (control: CloudFrontControl) =>
  (input: ListDistributionsRequest): ListDistributionsResult => {
    const MaxItems = Number(input.MaxItems ?? MAX_ITEMS)
    const { items, next } = pageOf(
      distributionsOf(control),
      { size: MaxItems, token: input.Marker },
      (marker) => new AwsError('InvalidArgument', `The marker ${marker} is not valid.`),
    )
    return {
      DistributionList: {
        Marker: input.Marker ?? '',
        MaxItems,
        IsTruncated: next !== undefined,
        NextMarker: next,
        Quantity: items.length,
        ...(items.length > 0 && {
          Items: items.map((each) => summaryShape(each, modifiedAt(control, each.id))),
        }),
      },
    }
  }
