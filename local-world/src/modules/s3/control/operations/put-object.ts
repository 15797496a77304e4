import {
  AwsError,
  type RawAnswer,
  type RawRequest,
  type WireContext,
} from '../../../../kernel/wire-service.ts'
import { MOST_STORED_BYTES } from '../../engine/object-store.ts'
import { wrongChecksum } from '../../model/checksums.ts'
import { decodeChunks } from '../../model/chunked-body.ts'
import { noSuchKey, preconditionFailed } from '../aws-errors.ts'
import { objectAddress, type S3Control } from '../context.ts'
import { ENCRYPTION } from '../reading.ts'

/** Headers that are stored with an object and returned to readers. */
const KEPT = /^(x-amz-meta-|x-amz-checksum-|cache-control$|content-disposition$|content-language$|expires$)/

const MOST_KEY_BYTES = 1_024

export const putObject =
  (control: S3Control) =>
  async (request: RawRequest, context: WireContext): Promise<RawAnswer> => {
    const { store, clock } = control
    const { bucket, key } = objectAddress(control, request, context)
    if (Buffer.byteLength(key) > MOST_KEY_BYTES) throw new AwsError('KeyTooLongError', 'Your key is too long')
    const { bytes, headers } = bodyOf(request)
    const wrong = wrongChecksum(bytes, headers)
    if (wrong !== undefined)
      throw new AwsError('BadDigest', `The ${wrong} you specified did not match what we received.`)
    const present = store.find(bucket, key)
    if (headers['if-none-match'] === '*' && present) throw preconditionFailed()
    const wanted = headers['if-match']
    if (wanted !== undefined && !present) throw noSuchKey()
    if (wanted !== undefined && wanted !== '*' && wanted !== present?.etag) throw preconditionFailed()
    if (!store.hasRoomFor(bucket, key, bytes.length))
      throw new AwsError(
        'InvalidRequest',
        `This world keeps ${MOST_STORED_BYTES} bytes of objects, all buckets together: delete some first.`,
      )
    const encoding = contentEncoding(headers)
    const kept = {
      ...Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT.test(name))),
      ...(encoding && { 'content-encoding': encoding }),
    }
    const contentType = headers['content-type'] ?? 'binary/octet-stream'
    const modifiedAtMs = clock.now()
    const stored = await store.put(bucket, { key, bytes, contentType, headers: kept, modifiedAtMs })
    const checksums = Object.entries(kept).filter(([name]) => name.startsWith('x-amz-checksum-'))
    return {
      status: 200,
      headers: { etag: stored.etag, ...ENCRYPTION, ...Object.fromEntries(checksums) },
      body: '',
    }
  }

/** The object's own encoding; `aws-chunked` belongs to the transport. */
const contentEncoding = ({ 'content-encoding': given = '' }: Readonly<Record<string, string>>): string =>
  given
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && each !== 'aws-chunked')
    .join(',')

/** Reassembles chunks, and adds trailers to the headers. */
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
    throw new AwsError('IncompleteBody', 'The request body terminated unexpectedly')
  }
}
