import type { RawAnswer, RawRequest, WireContext } from '../../../../kernel/wire-service.ts'
import { noSuchKey } from '../aws-errors.ts'
import { objectAddress, type S3Control } from '../context.ts'
import { readingOf } from '../reading.ts'

export const headObject =
  (control: S3Control) =>
  (request: RawRequest, context: WireContext): RawAnswer => {
    const { bucket, key } = objectAddress(control, request, context)
    const object = control.store.find(bucket, key)
    if (!object) throw noSuchKey()
    return readingOf(object, request).answer
  }
