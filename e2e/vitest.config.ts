import { projectConfig } from '../vitest.base.ts'

/** Each file stands up a world of its own, and a world fills this machine: one at a time. */
export default projectConfig({ fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 })
