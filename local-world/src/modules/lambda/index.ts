import type { WorldModule } from '../../kernel/module.ts'
import { network } from '../network/index.ts'
import { secretsmanager } from '../secretsmanager/index.ts'
import { startLambda } from './engine/start.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { type LambdaPlan, planLambda } from './plan/plan.ts'
import { lambdaResources } from './resources.ts'
import type { RunningLambda } from './running.ts'

/** AWS Lambda on Node: a function's unpacked archive, a process that runs it, and a network interface in its VPC. */
export const lambda: WorldModule<LambdaPlan, RunningLambda> = {
  name: 'lambda',
  resources: lambdaResources,
  honoured: HONOURED_PROPERTIES,
  needs: ['network', 'secretsmanager'],
  plan: planLambda,
  start: async (plan, world) =>
    startLambda(plan, world, { network: world.running(network), secrets: world.running(secretsmanager) }),
}
