import type { WorldModule } from '../../kernel/module.ts'
import { ecs } from '../ecs/index.ts'
import { elbv2 } from '../elbv2/index.ts'
import { logs } from '../logs/index.ts'
import { rds } from '../rds/index.ts'
import { createCommitSource } from './engine/commit-source.ts'
import { createLoadBalancerSource } from './engine/load-balancer-source.ts'
import { createLogSource } from './engine/log-source.ts'
import { createLagReader } from './engine/read-lags.ts'
import { createReplicationSource } from './engine/replication-source.ts'
import { startCloudWatch } from './engine/start.ts'
import { createTaskSource } from './engine/task-source.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { type CloudWatchPlan, planCloudWatch } from './plan/plan.ts'
import { cloudwatchResources } from './resources.ts'
import type { RunningCloudWatch } from './running.ts'

export type { RunningCloudWatch } from './running.ts'

/** CloudWatch: metrics of load balancers, tasks, databases and health checks, and alarms over them. */
export const cloudwatch: WorldModule<CloudWatchPlan, RunningCloudWatch> = {
  name: 'cloudwatch',
  resources: cloudwatchResources,
  honoured: HONOURED_PROPERTIES,
  needs: ['logs', 'elbv2', 'rds', 'ecs'],
  plan: planCloudWatch,
  async start(plan, world) {
    const now = () => world.clock.now()
    return startCloudWatch(plan, world, (store) => [
      createLoadBalancerSource(world.running(elbv2), store, now),
      createReplicationSource(createLagReader(world.running(rds), world.clock), store),
      createCommitSource(world.running(rds), store),
      createTaskSource(world.running(ecs), store),
      createLogSource(world.running(logs), store),
    ])
  },
}
