import type { RunningModule } from '../../kernel/module.ts'

/** X-Ray is used only through its API. */
export type RunningXRay = RunningModule
