import type { WorldModule } from '../../kernel/module.ts'
import { startS3 } from './engine/start.ts'
import { planS3, type S3Plan } from './plan/plan.ts'
import type { RunningS3 } from './running.ts'

export type { RunningS3 } from './running.ts'

/** Amazon S3: the program's buckets with real objects, stored as files in the world's run folder. */
export const s3: WorldModule<S3Plan, RunningS3> = {
  name: 's3',
  // Buckets and their settings get their ids from `recorded`; this module stores the objects.
  resources: {},
  needs: [],
  plan: planS3,
  start: startS3,
}
