import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunningModule, WorldModule } from '../../kernel/module.ts'
import { createS3Control } from './control/service.ts'
import { ObjectStore } from './engine/object-store.ts'
import { planS3, type S3Plan } from './plan/plan.ts'

/** Amazon S3: the program's buckets with real objects, files in the world's run folder. */
export const s3: WorldModule<S3Plan, RunningModule> = {
  name: 's3',
  // Buckets and what is set beside them get their ids from `recorded`; this module gives the buckets their objects.
  resources: {},
  needs: [],
  plan: planS3,
  async start({ buckets }, { clock, folders }) {
    const folder = join(folders.run, 's3')
    const store = new ObjectStore(buckets, folder)
    return {
      control: createS3Control({ store, clock, startedAtMs: clock.now() }),
      addresses: () => [],
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    }
  },
}
