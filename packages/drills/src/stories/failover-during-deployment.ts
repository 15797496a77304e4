import type { Drill } from '../drill.ts'

export const failoverDuringDeployment: Drill = {
  name: 'failover-during-deployment',
  title: 'Failover in the middle of a rolling deployment',
  story: [
    'A new deployment of marketing-api begins in us-west-2 and Seoul.',
    'While old tasks drain and new ones start, us-east-1 is lost and the operator fails over to us-west-2.',
  ],
  targets: {
    lostOnlySince: 'deployment begins',
    rpoSeconds: 2,
    rtoMs: 2_000,
    failedReads: 0,
    refusedReads: 50,
    unstoredWrites: 0,
    longestWriteGapMs: 5_000,
  },
  excused: ['us-east-1'],
  injectsFailures: true,
  async act(scene) {
    scene.phase('deployment begins')
    await scene.deploy('us-west-2', 'marketing-api')
    await scene.deploy('ap-northeast-2', 'marketing-api')
    await scene.letRun(500)
    scene.phase('us-east-1 is lost')
    await scene.inject({ kind: 'lose-region', region: 'us-east-1' })
    await scene.failover('us-west-2')
    await scene.untilWritesBy('us-west-2', 30, 30_000)
    scene.phase('us-west-2 writes')
    await scene.letRun(2_000)
  },
}
