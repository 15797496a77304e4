import type { FunctionPlan } from '../plan/plan.ts'
import type { InvocationOutcome } from '../running.ts'

/** What the operations of this surface work on. */
export interface LambdaControl {
  functions(): readonly FunctionPlan[]
  invoke(functionArn: string, payload: string): Promise<InvocationOutcome>
}
