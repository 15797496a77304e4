import type { Clock } from '../../../kernel/clock.ts'
import type { HealthCheckers } from '../engine/health-checkers.ts'
import type { Responder } from '../engine/responder.ts'
import type { ZoneStore } from '../model/zone-store.ts'
import type { Route53Plan } from '../plan/plan.ts'

/** What the operations act on. */
export interface Route53Control {
  readonly store: ZoneStore
  readonly plan: Route53Plan
  readonly responder: Responder
  readonly checkers: HealthCheckers
  readonly clock: Clock
  readonly timeScale: number
  /** Zones whose last change is still being processed. */
  readonly processing: Set<string>
}
