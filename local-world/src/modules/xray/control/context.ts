import type { Clock } from '../../../kernel/clock.ts'
import type { TraceStore } from '../model/trace-store.ts'
import type { XRayPlan } from '../model/xray-plan.ts'

/** What the operations of this surface work on. */
export interface XRayControl {
  readonly store: TraceStore
  readonly plan: XRayPlan
  readonly clock: Clock
  /** When the program's rules were made. */
  readonly startedAtMs: number
}
