import type { RawAnswer, RawRequest, WireContext } from '../../../../kernel/wire-service.ts'
import { bucketListing } from '../bucket-listing.ts'
import { bucketOrError, type S3Control } from '../context.ts'

/** Its tokens are opaque. */
export const listObjectsV2 =
  (control: S3Control) =>
  (request: RawRequest, context: WireContext): RawAnswer => {
    const { name: bucket } = bucketOrError(control, request, context)
    const query = request.url.searchParams
    const token = query.get('continuation-token') || undefined
    const after = token ? Buffer.from(token, 'base64url').toString('utf8') : query.get('start-after')
    return bucketListing(control.store, {
      bucket,
      query,
      after: after ?? '',
      markers: ({ objects, commonPrefixes, next }) => [
        ['KeyCount', objects.length + commonPrefixes.length],
        ['ContinuationToken', token],
        ['StartAfter', query.get('start-after') ?? undefined],
        ['NextContinuationToken', next && Buffer.from(next).toString('base64url')],
      ],
    })
  }
