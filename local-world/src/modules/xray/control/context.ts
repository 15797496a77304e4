import type { Clock } from '../../../kernel/clock.ts'
import type { TraceStore } from '../model/trace-store.ts'
import type { XRayPlan } from '../model/xray-plan.ts'

/** Dependencies of this control plane's operations. */
export interface XRayControl {
  readonly store: TraceStore
  readonly plan: XRayPlan
  readonly clock: Clock
  /** When the program's rules were created. */
  readonly startedAtMs: number
}
