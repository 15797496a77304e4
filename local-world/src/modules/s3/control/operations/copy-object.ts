import {
  AwsError,
  type RawAnswer,
  type RawRequest,
  type WireContext,
} from '../../../../kernel/wire-service.ts'
import { decoded } from '../addressing.ts'
import { noSuchKey } from '../aws-errors.ts'
import { objectAddress, type S3Control } from '../context.ts'
import { ENCRYPTION } from '../reading.ts'
import { document } from '../xml.ts'

export const copyObject =
  (control: S3Control) =>
  async (request: RawRequest, context: WireContext): Promise<RawAnswer> => {
    const { store, clock } = control
    const { bucket, key } = objectAddress(control, request, context)
    const source = decoded(String(request.headers['x-amz-copy-source'])).replace(/^\//, '')
    const slash = source.indexOf('/')
    if (source === `${bucket}/${key}`)
      throw new AwsError(
        'InvalidRequest',
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      )
    const found = store.find(source.slice(0, slash), source.slice(slash + 1))
    if (!found) throw noSuchKey()
    const bytes = await store.read(found)
    const { contentType, headers } = found
    const stored = await store.put(bucket, { key, bytes, contentType, headers, modifiedAtMs: clock.now() })
    const answer = document('CopyObjectResult', [
      ['ETag', stored.etag],
      ['LastModified', new Date(stored.modifiedAtMs).toISOString()],
    ])
    return { ...answer, headers: { ...answer.headers, ...ENCRYPTION } }
  }
