import type { RawAnswer, RawRequest, WireContext } from '../../../../kernel/wire-service.ts'
import { bucketOrError, type S3Control } from '../context.ts'

/** An empty constraint means us-east-1. */
export const getBucketLocation =
  (control: S3Control) =>
  (request: RawRequest, context: WireContext): RawAnswer => {
    const { region } = bucketOrError(control, request, context)
    const constraint = region === 'us-east-1' ? '' : region
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${constraint}</LocationConstraint>`,
    }
  }
