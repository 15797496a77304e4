import { startS3 } from '../../../s3/start-s3.ts'
import type { Scene } from '../scene.ts'

const Bucket = 'meridian-assets'

export async function s3(): Promise<Scene> {
  const { control } = await startS3()
  return {
    service: control,
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
        Metadata: { a: 'b' },
      })
      await call('PutObject', { Bucket, Key: 'two', Body: 'two' })
      await call('CopyObject', { Bucket, Key: 'three', CopySource: `${Bucket}/a/one` })
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
      await call('ListObjects', { Bucket, Delimiter: '/', EncodingType: 'url' })
    },
  }
}
