import type { WorldModule } from '../../kernel/module.ts'
import { startArc } from './engine/start.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { type ArcPlan, planArc } from './plan/plan.ts'
import { ARC_RESOURCES } from './resources.ts'
import type { RunningArc } from './running.ts'

export type { RunningArc } from './running.ts'

/** Amazon Application Recovery Controller: routing controls that operators turn, and the safety rules that restrict them. */
export const arc: WorldModule<ArcPlan, RunningArc> = {
  name: 'arc',
  resources: ARC_RESOURCES,
  honoured: HONOURED_PROPERTIES,
  needs: [],
  plan: planArc,
  start: async (plan, world) => startArc(plan, world),
}
