import { AwsError, type RawAnswer, type RawRequest } from '../../../kernel/wire-service.ts'
import type { StoredObject } from '../model/stored-object.ts'
import { preconditionFailed } from './aws-errors.ts'

/** S3's default encryption. */
export const ENCRYPTION = { 'x-amz-server-side-encryption': 'AES256' } as const
const RANGE = /^bytes=(\d*)-(\d*)$/

/** What GET and HEAD share, and the bytes that only GET sends: first and last, inclusive. */
export interface Reading {
  readonly answer: RawAnswer
  readonly bytes: readonly [from: number, to: number] | undefined
}

/** Checks conditions first, then the range; otherwise returns the whole object. */
export function readingOf(object: StoredObject, request: RawRequest): Reading {
  if (isUnchanged(object, request))
    return { answer: { status: 304, headers: { etag: object.etag }, body: '' }, bytes: undefined }
  if (isRefused(object, request)) throw preconditionFailed()
  const range = rangeOf(object, request.headers.range)
  const bytes = range ?? ([0, object.size - 1] as const)
  const [from, to] = bytes
  const headers = {
    ...headersOf(object, request),
    'content-length': String(to - from + 1),
    ...(range && { 'content-range': `bytes ${from}-${to}/${object.size}` }),
  }
  return { answer: { status: range ? 206 : 200, headers, body: '' }, bytes }
}

function headersOf(object: StoredObject, { headers, url }: RawRequest): Record<string, string> {
  // A checksum covers the whole object, and is returned only on request.
  const tellsChecksum = headers['x-amz-checksum-mode'] !== undefined && headers.range === undefined
  const kept = Object.entries(object.headers).filter(
    ([name]) => tellsChecksum || !name.startsWith('x-amz-checksum-'),
  )
  const disposition = url.searchParams.get('response-content-disposition')
  return {
    ...Object.fromEntries(kept),
    ...(disposition !== null && { 'content-disposition': disposition }),
    ...ENCRYPTION,
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

function isRefused(object: StoredObject, { headers }: RawRequest): boolean {
  const tag = headers['if-match']
  if (tag !== undefined) return tag !== '*' && tag !== object.etag
  const since = Date.parse(headers['if-unmodified-since'] ?? '')
  return !Number.isNaN(since) && Math.floor(object.modifiedAtMs / 1_000) * 1_000 > since
}

/** First and last byte, inclusive; undefined without a range, or for one that S3 does not understand. */
function rangeOf({ size }: StoredObject, header: string | undefined): readonly [number, number] | undefined {
  const [, first = '', last = ''] = RANGE.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last))
  if (from < size && from <= to) return [from, to]
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416)
}
