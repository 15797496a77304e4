import type { RawAnswer, RawRequest, WireContext } from '../../../../kernel/wire-service.ts'
import { bucketListing } from '../bucket-listing.ts'
import { bucketOrError, type S3Control } from '../context.ts'

/** The older operation, whose markers are plain names. */
export const listObjects =
  (control: S3Control) =>
  (request: RawRequest, context: WireContext): RawAnswer => {
    const { name: bucket } = bucketOrError(control, request, context)
    const query = request.url.searchParams
    return bucketListing(control.store, {
      bucket,
      query,
      after: query.get('marker') ?? '',
      markers: ({ next, coded }) => [
        ['Marker', coded(query.get('marker') ?? '')],
        ['NextMarker', next && coded(next)],
      ],
    })
  }
