import type { RunningModule } from '../../kernel/module.ts'
import type { FunctionPlan } from './plan/plan.ts'

/** Outcome of an invocation: a value, or the error that the function or its runtime threw. */
export interface InvocationOutcome {
  /** JSON, as the function returned or threw it. */
  readonly payload: string
  readonly functionError: 'Unhandled' | undefined
  readonly logTail: string
}

export interface RunningLambda extends RunningModule {
  functions(): readonly FunctionPlan[]
  /** Runs a function with a JSON event; rejects with MERIDIAN_LAMBDA_… if there is no such function. */
  invoke(functionArn: string, payload: string): Promise<InvocationOutcome>
}
