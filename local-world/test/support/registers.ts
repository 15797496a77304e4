import type { WireService } from '../../src/kernel/wire-service.ts'
import { createArcControl } from '../../src/modules/arc/control/service.ts'
import { createCloudFrontControl } from '../../src/modules/cloudfront/control/service.ts'
import { createCloudWatchControl } from '../../src/modules/cloudwatch/control/service.ts'
import { createCostExplorerControl } from '../../src/modules/costexplorer/control/service.ts'
import { createEcsControl } from '../../src/modules/ecs/control/service.ts'
import { createElbv2Control } from '../../src/modules/elbv2/control/service.ts'
import { createLambdaControl } from '../../src/modules/lambda/control/service.ts'
import { createLogsControl } from '../../src/modules/logs/control/service.ts'
import { createRdsControl } from '../../src/modules/rds/control/service.ts'
import { createRdsDataControl } from '../../src/modules/rdsdata/control/service.ts'
import { createRoute53Control } from '../../src/modules/route53/control/service.ts'
import { createS3Control } from '../../src/modules/s3/control/service.ts'
import { createSecretsManagerControl } from '../../src/modules/secretsmanager/control/service.ts'
import { createSnsControl } from '../../src/modules/sns/control/service.ts'
import { sts } from '../../src/modules/sts/index.ts'
import { createXRayControl } from '../../src/modules/xray/control/service.ts'

/** Only the registers are read: no operation runs. */
const nothing = { timeScale: 1 } as never

/** Every service of the control endpoint, without running resources. */
export async function registers(): Promise<readonly WireService[]> {
  const { control } = await sts.start(undefined, nothing)
  return [
    createLogsControl(nothing),
    createCloudFrontControl(nothing),
    createCloudWatchControl(nothing),
    createCostExplorerControl(nothing),
    createEcsControl(nothing),
    createElbv2Control(nothing),
    createLambdaControl(nothing),
    createRdsControl(nothing, Date.now),
    createRdsDataControl(nothing),
    createRoute53Control(nothing),
    createArcControl(nothing),
    createS3Control(nothing),
    createSecretsManagerControl(nothing),
    createSnsControl(nothing),
    createXRayControl(nothing),
    ...(control ? [control] : []),
  ]
}
