import type { RunningS3 } from '../../s3/running.ts'
import type { OriginClient } from './origin-client.ts'
import { OriginExchange } from './origin-exchange.ts'

export interface BucketClientOptions {
  readonly bucket: string
  /** ARN of the distribution, which the bucket's policy names. */
  readonly distributionArn: string
  readonly s3: Pick<RunningS3, 'readFor'>
}

/** S3's response when the distribution may not read, and when the object does not exist. */
const ACCESS_DENIED = Buffer.from(
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
)

/** Reads a private bucket with the rights of the distribution's origin access control. */
export function createBucketClient(
  options: BucketClientOptions,
): Pick<OriginClient, 'send'> & AsyncDisposable {
  const { bucket, distributionArn, s3 } = options
  const reader = { service: 'cloudfront.amazonaws.com', sourceArn: distributionArn }
  return {
    async send({ path }, onExchange) {
      const key = decodeURIComponent(path.split('?')[0] ?? '').slice(1)
      const object = await s3.readFor(reader, bucket, key)
      const exchange = OriginExchange.answered(
        object ? 200 : 403,
        object?.headers ?? { 'content-type': 'application/xml' },
        object?.bytes ?? ACCESS_DENIED,
      )
      onExchange?.(exchange)
      return exchange
    },
    async [Symbol.asyncDispose]() {},
  }
}
