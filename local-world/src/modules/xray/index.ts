import type { WorldModule } from '../../kernel/module.ts'
import { cloudfront } from '../cloudfront/index.ts'
import { ecs } from '../ecs/index.ts'
import { elbv2 } from '../elbv2/index.ts'
import { startXRay } from './engine/start.ts'
import type { XRayPlan } from './model/xray-plan.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { planXRay } from './plan/plan.ts'
import { xrayResources } from './resources.ts'
import type { RunningXRay } from './running.ts'

/** X-Ray: traces of visitors' requests, from the edge to the database. */
export const xray: WorldModule<XRayPlan, RunningXRay> = {
  name: 'xray',
  resources: xrayResources,
  honoured: HONOURED_PROPERTIES,
  needs: ['ecs', 'elbv2', 'cloudfront'],
  plan: planXRay,
  start: async (plan, world) =>
    startXRay(plan, world, {
      ecs: world.running(ecs),
      elbv2: world.running(elbv2),
      cloudfront: world.running(cloudfront),
    }),
}
