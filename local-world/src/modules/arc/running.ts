import type { RunningModule } from '../../kernel/module.ts'

/** ARC's switches as other modules see them. */
export interface RunningArc extends RunningModule {
  /** Whether a routing control is on, by its ARN. */
  isOn(routingControlArn: string): boolean
  /** Called after each request that turned a control; returns what ends it. */
  onTurned(listener: () => void): () => void
}
