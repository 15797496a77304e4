import type { RunningModule } from '../../kernel/module.ts'

export interface RunningSecretsManager extends RunningModule {
  /** The current value of a secret or replica, by its ARN in the caller's region; throws ResourceNotFoundException. */
  secretString(arn: string): string
  /** Sets how functions are invoked; until then RotateSecret cannot call one. */
  rotateBy(invoke: FunctionInvoker): void
}

/** Invokes a function with an event; if it threw, `functionError` is set and `payload` has the error. */
export type FunctionInvoker = (
  functionArn: string,
  payload: string,
) => Promise<{ readonly payload: string; readonly functionError: string | undefined }>
