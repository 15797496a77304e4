import type { WorldModule } from '../../kernel/module.ts'
import { cloudwatch } from '../cloudwatch/index.ts'
import { startSns } from './engine/start.ts'
import type { SnsPlan } from './model/topic-plan.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { planSns } from './plan/plan.ts'
import { snsResources } from './resources.ts'
import type { RunningSns } from './running.ts'

/** SNS: delivers alarms, by mail to the world's inbox and by web hooks on this machine. */
export const sns: WorldModule<SnsPlan, RunningSns> = {
  name: 'sns',
  resources: snsResources,
  honoured: HONOURED_PROPERTIES,
  needs: ['cloudwatch'],
  plan: planSns,
  start: async (plan, world) => startSns(plan, world, world.running(cloudwatch)),
  describe: async (running) => ({ inbox: running.inbox() }),
}
