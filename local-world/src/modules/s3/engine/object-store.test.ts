import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { BucketPlan } from '../plan/plan.ts'
import { MOST_STORED_BYTES, ObjectStore } from './object-store.ts'

it('limits the bytes stored over all buckets, and frees the space of replaced objects', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-objects-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const buckets = ['one', 'two'].map((name) => ({ name }) as BucketPlan)
  const store = new ObjectStore(buckets, folder)
  const put = (bucket: string, key: string, size: number) =>
    store.put(bucket, { key, bytes: Buffer.alloc(size), contentType: 'x', headers: {}, modifiedAtMs: 0 })
  await put('one', 'a', 1_000)
  await put('one', 'a', 600)
  await put('two', 'b', 400)
  expect(store.hasRoomFor('two', 'c', MOST_STORED_BYTES - 1_000)).toBe(true)
  expect(store.hasRoomFor('two', 'c', MOST_STORED_BYTES - 999)).toBe(false)
  expect(store.hasRoomFor('one', 'a', MOST_STORED_BYTES - 400)).toBe(true)
  await store.delete('two', 'b')
  expect(store.hasRoomFor('two', 'c', MOST_STORED_BYTES - 600)).toBe(true)
})
