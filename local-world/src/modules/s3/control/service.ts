import type { RawAnswer, RawRequest, WireContext, WireService } from '../../../wire/service.ts'
import type { Clock } from '../../../world/clock.ts'
import type { ObjectStore } from '../model/object-store.ts'
import type { BucketPlan } from '../plan.ts'
import { subjectOf } from './addressing.ts'
import { bucketLocation, headBucket, listBuckets, listObjects } from './buckets.ts'
import { copyObject, getObject, putObject } from './objects.ts'
import { document, type Elements, S3Fault } from './xml.ts'

export interface S3Control {
  readonly store: ObjectStore
  readonly clock: Clock
}

/** Sub-resources that belong to operations which are not here. */
const ABSENT = [
  'acl',
  'policy',
  'tagging',
  'uploads',
  'uploadId',
  'versions',
  'versioning',
  'lifecycle',
  'cors',
] as const

/**
 * S3's REST surface, path-style and virtual-host style, presigned addresses included.
 *
 * Absent: making and configuring buckets (the program does), multipart uploads, versions, tags, ACLs.
 * Differs: an object is read whole into memory, at most 100 MB; signatures, policies and expiry are not checked.
 * Quirk of clients: SDK v3 sends bodies in chunks with a checksum behind them, unless told otherwise.
 */
export function createS3Control({ store, clock }: S3Control): WireService {
  const startedAtMs = clock?.now() ?? 0
  const never = () => {
    throw new Error('S3 answers its requests itself')
  }
  return {
    scope: 's3',
    protocol: 'rest-xml',
    namespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    schemas: () => import('@aws-sdk/client-s3') as unknown as Promise<Record<string, unknown>>,
    operations: Object.fromEntries(
      [
        'CopyObject',
        'DeleteObject',
        'DeleteObjects',
        'GetBucketLocation',
        'GetObject',
        'HeadBucket',
        'HeadObject',
        'ListBuckets',
        'ListObjects',
        'ListObjectsV2',
        'PutObject',
      ].map((name) => [name, never]),
    ),
    async answer(request, context) {
      try {
        return await answerRequest(request, context)
      } catch (error) {
        if (!(error instanceof S3Fault)) throw error
        const fault = error.answer(request.url.pathname, request.id)
        return request.method === 'HEAD' ? { ...fault, body: '' } : fault
      }
    },
  }

  async function answerRequest(request: RawRequest, { region }: WireContext): Promise<RawAnswer> {
    const { bucket: name, key } = subjectOf(request)
    const absent = ABSENT.find((sub) => request.url.searchParams.has(sub))
    if (absent !== undefined)
      throw new S3Fault('NotImplemented', 501, `s3 ?${absent} is not implemented in the local world`)
    if (name === undefined) return listBuckets(store, startedAtMs)
    const bucket = store.bucket(name)
    if (!bucket) throw new S3Fault('NoSuchBucket', 404, 'The specified bucket does not exist')
    if (bucket.region !== region) return elsewhere(bucket)
    return key === '' ? answerBucket(bucket, request) : answerObject(bucket, key, request)
  }

  async function answerBucket(bucket: BucketPlan, request: RawRequest): Promise<RawAnswer> {
    const { method, url } = request
    if (method === 'HEAD') return headBucket(bucket)
    if (method === 'GET')
      return url.searchParams.has('location') ? bucketLocation(bucket) : listObjects(store, bucket, request)
    if (method === 'POST' && url.searchParams.has('delete')) return deleteObjects(bucket, request)
    throw notAllowed()
  }

  async function answerObject(bucket: BucketPlan, key: string, request: RawRequest): Promise<RawAnswer> {
    const object = { store, bucket: bucket.name, key, request, nowMs: clock.now() }
    switch (request.method) {
      case 'GET':
      case 'HEAD':
        return getObject(object)
      case 'PUT':
        return request.headers['x-amz-copy-source'] === undefined ? putObject(object) : copyObject(object)
      case 'DELETE':
        await store.delete(bucket.name, key)
        return { status: 204, headers: {}, body: '' }
      default:
        throw notAllowed()
    }
  }

  async function deleteObjects({ name }: BucketPlan, { bytes }: RawRequest): Promise<RawAnswer> {
    const text = bytes.toString('utf8')
    const keys = [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => unescaped(key))
    for (const key of keys) await store.delete(name, key)
    const deleted: Elements = keys.map((key) => ['Deleted', [['Key', key]]])
    return document('DeleteResult', text.includes('<Quiet>true</Quiet>') ? [] : deleted)
  }
}

/** Clients follow the header to the bucket's region. */
function elsewhere({ region }: BucketPlan): RawAnswer {
  const fault = new S3Fault(
    'PermanentRedirect',
    301,
    'The bucket you are attempting to access must be addressed using the specified endpoint.',
  )
  const answer = fault.answer('', '')
  return { ...answer, headers: { ...answer.headers, 'x-amz-bucket-region': region } }
}

const notAllowed = () =>
  new S3Fault('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.')

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
