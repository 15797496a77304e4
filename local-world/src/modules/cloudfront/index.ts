import type { WorldModule } from '../../kernel/module.ts'
import { network } from '../network/index.ts'
import { route53 } from '../route53/index.ts'
import { s3 } from '../s3/index.ts'
import { startCloudFront } from './engine/start.ts'
import { HONOURED_PROPERTIES } from './plan/honoured.ts'
import { type CloudFrontPlan, planCloudFront } from './plan/plan.ts'
import { CLOUDFRONT_INVOKES, CLOUDFRONT_RESOURCES } from './resources.ts'
import type { RunningCloudFront } from './running.ts'

export type { RunningCloudFront } from './running.ts'

/** CloudFront: an edge in every city, with behaviours, caches, functions and origin groups. */
export const cloudfront: WorldModule<CloudFrontPlan, RunningCloudFront> = {
  name: 'cloudfront',
  resources: CLOUDFRONT_RESOURCES,
  honoured: HONOURED_PROPERTIES,
  invokes: CLOUDFRONT_INVOKES,
  needs: ['network', 'route53', 's3'],
  plan: planCloudFront,
  start: (plan, world) =>
    startCloudFront(plan, world, {
      network: world.running(network),
      route53: world.running(route53),
      s3: world.running(s3),
    }),
}
