import type { WorldModule } from '../../kernel/module.ts'
import type { RunningArc } from './arc.ts'
import { startArc } from './engine/start-arc.ts'
import { type ArcPlan, planArc } from './plan.ts'
import { ARC_RESOURCES } from './resources.ts'

export type { RunningArc } from './arc.ts'

/** Amazon Application Recovery Controller: routing controls that people turn, and the rules that hold them back. */
export const arc: WorldModule<ArcPlan, RunningArc> = {
  name: 'arc',
  resources: ARC_RESOURCES,
  needs: [],
  plan: planArc,
  start: async (plan, world) => startArc(plan, world),
}
