import type { RawAnswer, RawRequest, WireContext } from '../../../../kernel/wire-service.ts'
import { noSuchKey } from '../aws-errors.ts'
import { objectAddress, type S3Control } from '../context.ts'
import { readingOf } from '../reading.ts'

export const getObject =
  (control: S3Control) =>
  async (request: RawRequest, context: WireContext): Promise<RawAnswer> => {
    const { bucket, key } = objectAddress(control, request, context)
    const object = control.store.find(bucket, key)
    if (!object) throw noSuchKey()
    const { answer, bytes } = readingOf(object, request)
    if (!bytes) return answer
    const [from, to] = bytes
    return { ...answer, body: (await control.store.read(object)).subarray(from, to + 1) }
  }
