import type { RawAnswer, RawRequest, WireContext } from '../../../../kernel/wire-service.ts'
import { bucketOrError, type S3Control } from '../context.ts'

export const headBucket =
  (control: S3Control) =>
  (request: RawRequest, context: WireContext): RawAnswer => {
    const { name, region } = bucketOrError(control, request, context)
    return {
      status: 200,
      headers: { 'x-amz-bucket-region': region, 'x-amz-bucket-arn': `arn:aws:s3:::${name}` },
      body: '',
    }
  }
