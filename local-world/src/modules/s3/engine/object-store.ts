import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredObject } from '../model/stored-object.ts'
import type { BucketPlan } from '../plan/plan.ts'

/** All buckets together: a release of the frontend's assets takes a few megabytes. S3 itself has no limit. */
export const MOST_STORED_BYTES = 256 * 1_048_576

export interface NewObject extends Pick<StoredObject, 'key' | 'contentType' | 'headers' | 'modifiedAtMs'> {
  readonly bytes: Buffer
}

/** The objects of all buckets: each body in a file of its own, metadata in memory. */
export class ObjectStore {
  readonly buckets: readonly BucketPlan[]
  readonly #folder: string
  readonly #objects = new Map<string, Map<string, StoredObject>>()
  #storedBytes = 0

  constructor(buckets: readonly BucketPlan[], folder: string) {
    this.buckets = buckets
    this.#folder = folder
    for (const { name } of buckets) this.#objects.set(name, new Map())
  }

  bucket(name: string): BucketPlan | undefined {
    return this.buckets.find((bucket) => bucket.name === name)
  }

  find(bucket: string, key: string): StoredObject | undefined {
    return this.#objects.get(bucket)?.get(key)
  }

  /** Sorted by the bytes of the keys, as S3 lists them. */
  list(bucket: string): readonly StoredObject[] {
    const objects = [...(this.#objects.get(bucket)?.values() ?? [])]
    return objects.sort((left, right) => Buffer.compare(Buffer.from(left.key), Buffer.from(right.key)))
  }

  read({ file }: StoredObject): Promise<Buffer> {
    return readFile(file)
  }

  /** Whether there is room for a body, counting the object it replaces. */
  hasRoomFor(bucket: string, key: string, bytes: number): boolean {
    return this.#storedBytes - (this.find(bucket, key)?.size ?? 0) + bytes <= MOST_STORED_BYTES
  }

  /** Each body has its own file, so readers of the old body can finish reading it. */
  async put(bucket: string, { bytes, ...object }: NewObject): Promise<StoredObject> {
    const folder = join(this.#folder, bucket)
    await mkdir(folder, { recursive: true })
    const file = join(folder, randomUUID())
    await writeFile(file, bytes)
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
    const stored: StoredObject = { ...object, size: bytes.length, etag, file }
    const before = this.find(bucket, object.key)
    this.#objects.get(bucket)?.set(object.key, stored)
    this.#storedBytes += stored.size - (before?.size ?? 0)
    if (before) await rm(before.file, { force: true })
    return stored
  }

  /** Deleting a missing object succeeds. */
  async delete(bucket: string, key: string): Promise<void> {
    const object = this.find(bucket, key)
    if (!object) return
    this.#objects.get(bucket)?.delete(key)
    this.#storedBytes -= object.size
    await rm(object.file, { force: true })
  }
}
