import type { RawAnswer, RawRequest } from '../../../wire/service.ts'
import { wrongChecksum } from '../model/checksums.ts'
import { decodeChunks } from '../model/chunked-body.ts'
import type { ObjectStore, StoredObject } from '../model/object-store.ts'
import { document, S3Fault } from './xml.ts'

/** What a writer says of an object and a reader gets back. */
const KEPT = /^(x-amz-meta-|x-amz-checksum-|cache-control$|content-disposition$|content-language$|expires$)/
const RANGE = /^bytes=(\d*)-(\d*)$/

export interface ObjectRequest {
  readonly store: ObjectStore
  readonly bucket: string
  readonly key: string
  readonly request: RawRequest
  readonly nowMs: number
}

export async function putObject({ store, bucket, key, request, nowMs }: ObjectRequest): Promise<RawAnswer> {
  const { bytes, headers } = bodyOf(request)
  const wrong = wrongChecksum(bytes, headers)
  if (wrong !== undefined)
    throw new S3Fault('BadDigest', 400, `The ${wrong} you specified did not match what we received.`)
  if (headers['if-none-match'] === '*' && store.find(bucket, key))
    throw new S3Fault(
      'PreconditionFailed',
      412,
      'At least one of the pre-conditions you specified did not hold',
    )
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT.test(name)))
  const contentType = headers['content-type'] ?? 'binary/octet-stream'
  const stored = await store.put(bucket, { key, bytes, contentType, headers: kept, modifiedAtMs: nowMs })
  const checksums = Object.entries(kept).filter(([name]) => name.startsWith('x-amz-checksum-'))
  return { status: 200, headers: { etag: stored.etag, ...Object.fromEntries(checksums) }, body: '' }
}

/** Chunks put together, trailers among the headers. */
function bodyOf(request: RawRequest): { bytes: Buffer; headers: Record<string, string> } {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  )
  const isChunked =
    headers['x-amz-content-sha256']?.startsWith('STREAMING-') ||
    headers['content-encoding']?.split(',').includes('aws-chunked')
  if (!isChunked) return { bytes: request.bytes, headers }
  try {
    const { bytes, trailers } = decodeChunks(request.bytes)
    return { bytes, headers: { ...headers, ...trailers } }
  } catch {
    throw new S3Fault('IncompleteBody', 400, 'The request body terminated unexpectedly')
  }
}

export async function copyObject(to: ObjectRequest): Promise<RawAnswer> {
  const { store, bucket, key, request, nowMs } = to
  const source = decodeURIComponent(String(request.headers['x-amz-copy-source'])).replace(/^\//, '')
  const slash = source.indexOf('/')
  const found = store.find(source.slice(0, slash), source.slice(slash + 1))
  if (!found) throw noSuchKey()
  const bytes = await store.read(found)
  const { contentType, headers } = found
  const stored = await store.put(bucket, { key, bytes, contentType, headers, modifiedAtMs: nowMs })
  return document('CopyObjectResult', [
    ['ETag', stored.etag],
    ['LastModified', new Date(stored.modifiedAtMs).toISOString()],
  ])
}

/** GET and HEAD: conditions first, then a range, then all of it. */
export async function getObject({ store, bucket, key, request }: ObjectRequest): Promise<RawAnswer> {
  const object = store.find(bucket, key)
  if (!object) throw noSuchKey()
  const isHead = request.method === 'HEAD'
  const headers = headersOf(object, request)
  if (isUnchanged(object, request)) return { status: 304, headers: { etag: object.etag }, body: '' }
  if (isRefused(object, request))
    throw new S3Fault(
      'PreconditionFailed',
      412,
      'At least one of the pre-conditions you specified did not hold',
    )
  const range = rangeOf(object, request.headers.range)
  const [from, to] = range ?? [0, object.size - 1]
  const length = String(to - from + 1)
  const body = isHead ? '' : (await store.read(object)).subarray(from, to + 1)
  if (!range) return { status: 200, headers: { ...headers, 'content-length': length }, body }
  return {
    status: 206,
    headers: { ...headers, 'content-length': length, 'content-range': `bytes ${from}-${to}/${object.size}` },
    body,
  }
}

function headersOf(object: StoredObject, { headers, url }: RawRequest): Record<string, string> {
  // A checksum is of the whole object, and is told to those that ask.
  const tellsChecksum = headers['x-amz-checksum-mode'] !== undefined && headers.range === undefined
  const kept = Object.entries(object.headers).filter(
    ([name]) => tellsChecksum || !name.startsWith('x-amz-checksum-'),
  )
  const disposition = url.searchParams.get('response-content-disposition')
  return {
    ...Object.fromEntries(kept),
    ...(disposition !== null && { 'content-disposition': disposition }),
    'accept-ranges': 'bytes',
    'content-type': url.searchParams.get('response-content-type') ?? object.contentType,
    etag: object.etag,
    'last-modified': new Date(object.modifiedAtMs).toUTCString(),
  }
}

function isUnchanged(object: StoredObject, { headers }: RawRequest): boolean {
  const tag = headers['if-none-match']
  if (tag !== undefined) return tag === '*' || tag === object.etag
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return !Number.isNaN(since) && Math.floor(object.modifiedAtMs / 1_000) * 1_000 <= since
}

const isRefused = (object: StoredObject, { headers }: RawRequest): boolean =>
  headers['if-match'] !== undefined && headers['if-match'] !== '*' && headers['if-match'] !== object.etag

/** First and last byte, inclusive; undefined for no range, or one that S3 does not understand. */
function rangeOf({ size }: StoredObject, header: string | undefined): readonly [number, number] | undefined {
  const [, first = '', last = ''] = RANGE.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last))
  if (from < size && from <= to) return [from, to]
  throw new S3Fault('InvalidRange', 416, 'The requested range is not satisfiable')
}

const noSuchKey = () => new S3Fault('NoSuchKey', 404, 'The specified key does not exist.')
