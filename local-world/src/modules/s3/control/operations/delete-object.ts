import type { RawAnswer, RawRequest, WireContext } from '../../../../kernel/wire-service.ts'
import { objectAddress, type S3Control } from '../context.ts'

export const deleteObject =
  (control: S3Control) =>
  async (request: RawRequest, context: WireContext): Promise<RawAnswer> => {
    const { bucket, key } = objectAddress(control, request, context)
    await control.store.delete(bucket, key)
    return { status: 204, headers: {}, body: '' }
  }
