import type { RunningModule } from '../../kernel/module.ts'

export interface RunningSecretsManager extends RunningModule {
  /** The current value of a secret or replica, by its ARN in the asker's region; throws ResourceNotFoundException. */
  secretString(arn: string): string
  /** Says how functions are called; until then RotateSecret cannot call one. */
  rotateBy(invoke: FunctionInvoker): void
}

/** Calls a function with an event; `functionError` says that it threw, with what in `payload`. */
export type FunctionInvoker = (
  functionArn: string,
  payload: string,
) => Promise<{ readonly payload: string; readonly functionError: string | undefined }>
