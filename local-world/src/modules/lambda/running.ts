import type { RunningModule } from '../../kernel/module.ts'
import type { FunctionPlan } from './plan/plan.ts'

/** What became of a call: a value, or the error that the function or its runtime threw. */
export interface InvocationOutcome {
  /** JSON, as the function returned or threw it. */
  readonly payload: string
  readonly functionError: 'Unhandled' | undefined
  /** The end of what it wrote. */
  readonly logTail: string
}

export interface RunningLambda extends RunningModule {
  functions(): readonly FunctionPlan[]
  /** Runs a function with an event, JSON; rejects with MERIDIAN_LAMBDA_… for one that is not there. */
  invoke(functionArn: string, payload: string): Promise<InvocationOutcome>
}
