import type { CodeMeasure } from '../engine/measure-code.ts'
import type { FunctionPlan } from '../plan/plan.ts'
import type { InvocationOutcome } from '../running.ts'

/** What the operations work on. */
export interface LambdaControl {
  functions(): readonly FunctionPlan[]
  /** Size and digest of its files. */
  code(plan: FunctionPlan): CodeMeasure
  /** When the program's functions were created. */
  readonly startedAtMs: number
  invoke(functionArn: string, payload: string): Promise<InvocationOutcome>
}
