import type { RunningModule } from '../../world/module.ts'

export interface RunningSecretsManager extends RunningModule {
  /** The current value of a secret or replica, by its ARN in the asker's region; throws ResourceNotFoundException. */
  secretString(arn: string): string
}
