import type { WorldModule } from '../../kernel/module.ts'
import { elbv2 } from '../elbv2/index.ts'
import { logs } from '../logs/index.ts'
import { network } from '../network/index.ts'
import { secretsmanager } from '../secretsmanager/index.ts'
import { bundleServices } from './engine/bundles.ts'
import { imagesFrom } from './engine/images.ts'
import { startEcs } from './engine/start.ts'
import { describeTasks, ECS_FAILURES, loseTasks } from './failures.ts'
import type { EcsPlan } from './model/ecs-plan.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { planEcs } from './plan/plan.ts'
import { ecsResources } from './resources.ts'
import type { RunningEcs } from './running.ts'

/** Elastic Container Service on Fargate: tasks are processes of the checkout. Services wait for their databases themselves. */
export const ecs: WorldModule<EcsPlan, RunningEcs> = {
  name: 'ecs',
  resources: ecsResources,
  honoured: HONOURED_PROPERTIES,
  needs: ['logs', 'network', 'elbv2', 'secretsmanager'],
  prepare: ({ repositoryRoot }) => bundleServices(repositoryRoot),
  plan: planEcs,
  async start(plan, world) {
    await bundleServices(world.repositoryRoot, world.settings.images)
    return startEcs(plan, {
      world,
      logs: world.running(logs),
      network: world.running(network),
      elbv2: world.running(elbv2),
      secrets: world.running(secretsmanager),
      images: imagesFrom(world.settings.images),
    })
  },
  failures: ECS_FAILURES,
  loseRegion: loseTasks,
  describe: describeTasks,
}
