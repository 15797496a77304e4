import { startS3 } from '../../../s3/start-s3.ts'
import { OPEN } from '../../../support/test-trust.ts'
import type { Scene } from '../scene.ts'

const Bucket = 'meridian-assets'

/** Buckets outside us-east-1, which have a location constraint. */
export async function s3(): Promise<Scene> {
  const { control } = await startS3(OPEN, 'us-west-2')
  return {
    service: control,
    region: 'us-west-2',
    async play(call) {
      await call('ListBuckets')
      await call('HeadBucket', { Bucket })
      await call('GetBucketLocation', { Bucket })
      await call('PutObject', {
        Bucket,
        Key: 'a/one',
        Body: 'one',
        ContentType: 'text/plain',
        CacheControl: 'no-cache',
        ContentDisposition: 'inline',
        ContentEncoding: 'identity',
        ContentLanguage: 'ko',
        Expires: new Date(0),
        Metadata: { a: 'b' },
      })
      await call('PutObject', { Bucket, Key: 'two', Body: 'two' })
      await call('CopyObject', { Bucket, Key: 'three', CopySource: `${Bucket}/a/one` })
      for (const ChecksumAlgorithm of ['SHA1', 'SHA256', 'CRC32', 'CRC32C']) {
        const Key = `checked/${ChecksumAlgorithm}`
        await call('PutObject', { Bucket, Key, Body: 'x', ChecksumAlgorithm })
        await call('HeadObject', { Bucket, Key, ChecksumMode: 'ENABLED' })
        const { Body } = await call('GetObject', { Bucket, Key, ChecksumMode: 'ENABLED', Range: 'bytes=0-0' })
        await Body.transformToString()
        const whole = await call('GetObject', { Bucket, Key, ChecksumMode: 'ENABLED' })
        await whole.Body.transformToString()
      }
      await call('HeadObject', { Bucket, Key: 'a/one', Range: 'bytes=0-0' })
      await call('HeadObject', { Bucket, Key: 'a/one' })
      const { Body } = await call('GetObject', { Bucket, Key: 'a/one' })
      await Body.transformToString()
      await call('ListObjectsV2', { Bucket, MaxKeys: 1, Delimiter: '/', EncodingType: 'url' })
      await call('ListObjectsV2', { Bucket, Prefix: 't', StartAfter: 'a' })
      await call('ListObjects', { Bucket, MaxKeys: 1 })
      await call('DeleteObject', { Bucket, Key: 'two' })
      await call('DeleteObjects', { Bucket, Delete: { Objects: [{ Key: 'three' }] } })
      await call('PutObject', { Bucket, Key: 'four', Body: 'four' })
      await call('PutObject', { Bucket, Key: 'five', Body: 'five' })
      await call('ListObjectsV2', { Bucket })
      await call('ListObjects', { Bucket, Marker: 'a', MaxKeys: 1 })
      await call('ListObjects', { Bucket, Delimiter: '/', EncodingType: 'url' })
    },
  }
}
