import type { Drill } from '../drill.ts'

export const controlPlaneBroken: Drill = {
  name: 'control-plane-broken',
  title: 'The control plane of us-east-1 broken, Route 53 and CloudFront with it',
  story: [
    'RDS, ECS and ELB of us-east-1 answer nothing, nor do Route 53 and CloudFront, whose control planes live there.',
    'A switchover would have to be asked there; a failover needs only us-west-2. Traffic moves by health checks that stand already.',
  ],
  targets: {
    lostOnlySince: 'control planes break',
    rpoSeconds: 2,
    rtoMs: 1_500,
    failedReads: 0,
    refusedReads: 50,
    unstoredWrites: 0,
    longestWriteGapMs: 5_000,
  },
  injectsFailures: true,
  async act(scene) {
    scene.phase('control planes break')
    for (const service of ['rds', 'ecs', 'elasticloadbalancing'])
      await scene.inject({ kind: 'break-control-plane', service, region: 'us-east-1' })
    for (const service of ['route53', 'cloudfront'])
      await scene.inject({ kind: 'break-control-plane', service })
    await scene.letRun(1_000)
    await scene.failover('us-west-2')
    await scene.untilWritesBy('us-west-2', 30, 30_000)
    scene.phase('us-west-2 writes')
    await scene.letRun(2_000)
  },
}
