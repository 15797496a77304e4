import type { RawAnswer, RawRequest } from '../../../wire/service.ts'
import { listPage } from '../model/listing.ts'
import type { ObjectStore } from '../model/object-store.ts'
import type { BucketPlan } from '../plan.ts'
import { document, type Elements, S3Fault } from './xml.ts'

const MOST_KEYS = 1_000

export function listBuckets(store: ObjectStore, createdAtMs: number): RawAnswer {
  const buckets = [...store.buckets].sort((left, right) => left.name.localeCompare(right.name))
  return document('ListAllMyBucketsResult', [
    ['Owner', [['ID', 'local']]],
    [
      'Buckets',
      buckets.map(
        ({ name, region }) =>
          [
            'Bucket',
            [
              ['Name', name],
              ['CreationDate', new Date(createdAtMs).toISOString()],
              ['BucketRegion', region],
            ],
          ] as const,
      ),
    ],
  ])
}

export function headBucket({ region }: BucketPlan): RawAnswer {
  return { status: 200, headers: { 'x-amz-bucket-region': region }, body: '' }
}

/** An empty constraint means us-east-1. */
export function bucketLocation({ region }: BucketPlan): RawAnswer {
  const constraint = region === 'us-east-1' ? '' : region
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${constraint}</LocationConstraint>`,
  }
}

/** ListObjectsV2, and the older ListObjects, whose markers are plain names. */
export function listObjects(store: ObjectStore, { name }: BucketPlan, { url }: RawRequest): RawAnswer {
  const query = url.searchParams
  const isSecond = query.get('list-type') === '2'
  const most = Math.min(MOST_KEYS, Number(query.get('max-keys') ?? MOST_KEYS))
  if (!Number.isInteger(most) || most < 0)
    throw new S3Fault('InvalidArgument', 400, 'Provided max-keys not an integer or within integer range')
  const token = query.get('continuation-token')
  const after = token
    ? Buffer.from(token, 'base64url').toString('utf8')
    : query.get(isSecond ? 'start-after' : 'marker')
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? '']
  const page = listPage(store.list(name), { prefix, delimiter, most, after: after ?? '' })
  const coded = (text: string) => (query.get('encoding-type') === 'url' ? encodeKey(text) : text)
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
    ['Name', name],
    ['Prefix', coded(prefix)],
    ['Delimiter', delimiter === '' ? undefined : coded(delimiter)],
    ['EncodingType', query.get('encoding-type') ?? undefined],
    ['MaxKeys', most],
    ['KeyCount', isSecond ? page.objects.length + page.commonPrefixes.length : undefined],
    ['IsTruncated', page.next !== undefined],
    ['ContinuationToken', token ?? undefined],
    [
      isSecond ? 'NextContinuationToken' : 'NextMarker',
      page.next && (isSecond ? Buffer.from(page.next).toString('base64url') : coded(page.next)),
    ],
    ...contents,
    ...common,
  ])
}

const encodeKey = (text: string): string => encodeURIComponent(text).replaceAll('%2F', '/')
