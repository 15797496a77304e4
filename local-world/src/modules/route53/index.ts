import type { WorldModule } from '../../kernel/module.ts'
import { arc } from '../arc/index.ts'
import { cloudwatch } from '../cloudwatch/index.ts'
import { elbv2 } from '../elbv2/index.ts'
import { network } from '../network/index.ts'
import { startRoute53 } from './engine/start.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { planRoute53, type Route53Plan } from './plan/plan.ts'
import { ROUTE53_RESOURCES } from './resources.ts'
import type { RunningRoute53 } from './running.ts'

export type { RunningRoute53 } from './running.ts'

/** Route 53: authoritative DNS with geolocation, alias trees and live health checks. */
export const route53: WorldModule<Route53Plan, RunningRoute53> = {
  name: 'route53',
  resources: ROUTE53_RESOURCES,
  honoured: HONOURED_PROPERTIES,
  needs: ['network', 'elbv2', 'cloudwatch', 'arc'],
  plan: planRoute53,
  start: (plan, world) =>
    startRoute53(plan, world, {
      network: world.running(network),
      elbv2: world.running(elbv2),
      cloudwatch: world.running(cloudwatch),
      arc: world.running(arc),
    }),
}
