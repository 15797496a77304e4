import type { AnyWorldModule } from '../kernel/module.ts'
import { arc } from './arc/index.ts'
import { cloudfront } from './cloudfront/index.ts'
import { cloudwatch } from './cloudwatch/index.ts'
import { costexplorer } from './costexplorer/index.ts'
import { ecs } from './ecs/index.ts'
import { elbv2 } from './elbv2/index.ts'
import { lambda } from './lambda/index.ts'
import { logs } from './logs/index.ts'
import { network } from './network/index.ts'
import { rds } from './rds/index.ts'
import { rdsdata } from './rdsdata/index.ts'
import { recorded } from './recorded/index.ts'
import { route53 } from './route53/index.ts'
import { s3 } from './s3/index.ts'
import { secretsmanager } from './secretsmanager/index.ts'
import { sns } from './sns/index.ts'
import { sts } from './sts/index.ts'
import { xray } from './xray/index.ts'

/**
 * Every part of a world, in an order in which each stands behind what it needs. A world stops them in the opposite
 * order; the remark says why each may stop before the one above it.
 */
export const MODULES: readonly AnyWorldModule[] = [
  recorded, // nothing runs
  s3, // has files only
  sts, // nothing runs
  costexplorer, // nothing runs
  arc, // nothing runs; Route 53 asks it
  logs, // keeps what tasks print to their end
  network, // everything leaves through it, so it is the last with a body to stop
  secretsmanager, // read by tasks when they start
  rds, // its clients must be gone before it, or their pools reconnect to a server that shuts down
  rdsdata, // asks databases and secrets, so it is quiet before they go
  elbv2, // targets leave it before it closes its listeners
  lambda, // a rotation in hand still needs its database
  ecs, // tasks still need their database to finish what is in hand
  cloudwatch, // asks databases, load balancers and services, so it is quiet before they go
  sns, // hears alarms
  route53, // answers until no edge asks any more
  cloudfront, // visitors meet it first, so it closes first of all that they meet
  xray, // listens to edges, load balancers and tasks
]
