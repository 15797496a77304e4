import type { RunningModule } from '../../kernel/module.ts'

/** X-Ray is asked by its API alone. */
export type RunningXRay = RunningModule
