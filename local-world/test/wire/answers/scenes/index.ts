import type { Scene } from '../scene.ts'
import { ce } from './ce.ts'
import { cloudfront } from './cloudfront.ts'
import { ecs } from './ecs.ts'
import { elasticloadbalancing } from './elasticloadbalancing.ts'
import { lambda } from './lambda.ts'
import { logs } from './logs.ts'
import { monitoring } from './monitoring.ts'
import { rds } from './rds.ts'
import { rdsData } from './rds-data.ts'
import { route53 } from './route53.ts'
import { route53RecoveryCluster } from './route53-recovery-cluster.ts'
import { s3 } from './s3.ts'
import { secretsmanager } from './secretsmanager.ts'
import { sns } from './sns.ts'
import { sts } from './sts.ts'
import { xray } from './xray.ts'

/** By the service's signing name. */
export const SCENES: Readonly<Record<string, () => Promise<Scene>>> = {
  ce,
  cloudfront,
  ecs,
  elasticloadbalancing,
  lambda,
  logs,
  monitoring,
  rds,
  'rds-data': rdsData,
  route53,
  'route53-recovery-cluster': route53RecoveryCluster,
  s3,
  secretsmanager,
  sns,
  sts,
  xray,
}
