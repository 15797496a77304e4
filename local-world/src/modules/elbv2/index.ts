import type { WorldModule } from '../../kernel/module.ts'
import { network } from '../network/index.ts'
import { startElbv2 } from './engine/start.ts'
import { ELBV2_FAILURES, loseLoadBalancers } from './failures.ts'
import type { Elbv2Plan } from './model/load-balancer-plan.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { planLoadBalancing } from './plan/plan.ts'
import { elbv2Resources } from './resources.ts'
import type { RunningElbv2 } from './running.ts'

/** Elastic Load Balancing v2: Application Load Balancers as real HTTP listeners in front of real targets. */
export const elbv2: WorldModule<Elbv2Plan, RunningElbv2> = {
  name: 'elbv2',
  resources: elbv2Resources,
  honoured: HONOURED_PROPERTIES,
  needs: ['network'],
  plan: planLoadBalancing,
  start: (plan, world) => startElbv2(plan, world, world.running(network)),
  failures: ELBV2_FAILURES,
  loseRegion: loseLoadBalancers,
}
