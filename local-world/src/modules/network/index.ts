import type { WorldModule } from '../../kernel/module.ts'
import { startNetwork } from './engine/start.ts'
import type { NetworkPlan } from './model/network-plan.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { planNetwork } from './plan/plan.ts'
import { networkInvokes, networkResources } from './resources.ts'
import type { Callers, RunningNetwork } from './running.ts'

/** EC2 networking, which every other module builds on. */
export const network: WorldModule<NetworkPlan, RunningNetwork & Callers> = {
  name: 'network',
  resources: networkResources,
  honoured: HONOURED_PROPERTIES,
  invokes: networkInvokes,
  needs: [],
  plan: planNetwork,
  start: startNetwork,
}
