import type { CodeMeasure } from '../engine/measure-code.ts'
import type { FunctionPlan } from '../plan/plan.ts'
import type { InvocationOutcome } from '../running.ts'

/** What the operations of this surface work on. */
export interface LambdaControl {
  functions(): readonly FunctionPlan[]
  /** Of its files. */
  code(plan: FunctionPlan): CodeMeasure
  /** When the program's functions were made. */
  readonly startedAtMs: number
  invoke(functionArn: string, payload: string): Promise<InvocationOutcome>
}
