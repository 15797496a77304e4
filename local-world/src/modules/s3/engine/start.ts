import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunningModule, World } from '../../../kernel/module.ts'
import { createS3Control } from '../control/service.ts'
import type { S3Plan } from '../plan/plan.ts'
import { ObjectStore } from './object-store.ts'

/** Gives the buckets a folder, which is deleted when the world stops. */
export function startS3(
  { buckets }: S3Plan,
  { clock, folders }: Pick<World, 'clock' | 'folders'>,
): RunningModule {
  const folder = join(folders.run, 's3')
  const store = new ObjectStore(buckets, folder)
  return {
    control: createS3Control({ store, clock, startedAtMs: clock.now() }),
    addresses: () => [],
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
