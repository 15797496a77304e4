import type { RunningModule } from '../../kernel/module.ts'

/** ARC as other modules see it. */
export interface RunningArc extends RunningModule {
  /** Whether a routing control is on, by its ARN. */
  isOn(routingControlArn: string): boolean
  /** Calls back after each request that turned a control; returns the unsubscriber. */
  onTurned(listener: () => void): () => void
}
