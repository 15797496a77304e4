import { AwsError, type RawAnswer } from '../../../kernel/wire-service.ts'
import type { ObjectStore } from '../engine/object-store.ts'
import { type Listing, listPage } from '../model/listing.ts'
import { document, type Elements } from './xml.ts'

const MOST_KEYS = 1_000

/** A page of a listing, with names encoded as requested. */
interface BucketPage extends Listing {
  coded(text: string): string
}

interface ListingRequest {
  readonly bucket: string
  readonly query: URLSearchParams
  /** The page starts after this name. */
  readonly after: string
  /** Elements that only one of the two operations returns. */
  markers(page: BucketPage): Elements
}

/** The part that ListObjects and ListObjectsV2 share. */
export function bucketListing(
  store: ObjectStore,
  { bucket, query, after, markers }: ListingRequest,
): RawAnswer {
  const most = Math.min(MOST_KEYS, Number(query.get('max-keys') ?? MOST_KEYS))
  if (!Number.isInteger(most) || most < 0)
    throw new AwsError('InvalidArgument', 'Provided max-keys not an integer or within integer range')
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? '']
  const coded = (text: string) => (query.get('encoding-type') === 'url' ? encodeKey(text) : text)
  const page = { ...listPage(store.list(bucket), { prefix, delimiter, most, after }), coded }
  const contents: Elements = page.objects.map((object) => [
    'Contents',
    [
      ['Key', coded(object.key)],
      ['LastModified', new Date(object.modifiedAtMs).toISOString()],
      ['ETag', object.etag],
      ['Size', object.size],
      ['StorageClass', 'STANDARD'],
    ],
  ])
  const common: Elements = page.commonPrefixes.map((one) => ['CommonPrefixes', [['Prefix', coded(one)]]])
  return document('ListBucketResult', [
    ['Name', bucket],
    ['Prefix', coded(prefix)],
    ['Delimiter', delimiter === '' ? undefined : coded(delimiter)],
    ['EncodingType', query.get('encoding-type') ?? undefined],
    ['MaxKeys', most],
    ['IsTruncated', page.next !== undefined],
    ...markers(page),
    ...contents,
    ...common,
  ])
}

const encodeKey = (text: string): string => encodeURIComponent(text).replaceAll('%2F', '/')
