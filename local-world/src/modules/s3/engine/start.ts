import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { World } from '../../../kernel/module.ts'
import { createS3Control } from '../control/service.ts'
import { allowsServiceRead } from '../model/service-access.ts'
import type { S3Plan } from '../plan/plan.ts'
import type { RunningS3 } from '../running.ts'
import { ObjectStore } from './object-store.ts'

/** Creates the buckets' folder, which is deleted when the world stops, and stores the program's objects. */
export async function startS3(
  { buckets, objects }: S3Plan,
  { clock, folders }: Pick<World, 'clock' | 'folders'>,
): Promise<RunningS3> {
  const folder = join(folders.run, 's3')
  const store = new ObjectStore(buckets, folder)
  for (const { bucket, key, content, contentType, headers } of objects)
    await store.put(bucket, {
      key,
      contentType,
      headers,
      bytes: Buffer.from(content),
      modifiedAtMs: clock.now(),
    })
  return {
    control: createS3Control({ store, clock, startedAtMs: clock.now() }),
    addresses: () => [],
    async readFor({ service, sourceArn }, bucket, key) {
      const policy = store.bucket(bucket)?.policy ?? []
      const objectArn = `arn:aws:s3:::${bucket}/${key}`
      const object = store.find(bucket, key)
      if (!object || !allowsServiceRead(policy, { service, sourceArn, objectArn })) return undefined
      const { contentType, etag, headers } = object
      return { headers: { ...headers, 'content-type': contentType, etag }, bytes: await store.read(object) }
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
