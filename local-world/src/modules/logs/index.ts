import type { WorldModule } from '../../kernel/module.ts'
import { startLogs } from './engine/start.ts'
import type { LogsPlan } from './model/log-plan.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { planLogs } from './plan/plan.ts'
import { logsResources } from './resources.ts'
import type { RunningLogs } from './running.ts'

export type { RunningLogs } from './running.ts'

/** CloudWatch Logs: the tasks' output by group and stream, and the metrics in it. */
export const logs: WorldModule<LogsPlan, RunningLogs> = {
  name: 'logs',
  resources: logsResources,
  honoured: HONOURED_PROPERTIES,
  needs: [],
  plan: planLogs,
  start: async (plan, world) => startLogs(plan, world),
}
