import type { Drill } from '../drill.ts'

export const cascade: Drill = {
  name: 'cascade',
  title: 'The second region dies during the failover to it',
  story: [
    'us-east-1 is lost. As the operator calls for us-west-2, that region is lost as well, its control plane included.',
    'The operator gives that failover up, fails over to ap-northeast-2, and says that it is the last region.',
  ],
  targets: {
    lostOnlySince: 'us-east-1 is lost',
    rpoSeconds: 3,
    failedReads: 60,
    refusedReads: 50,
    unstoredWrites: 0,
    longestWriteGapMs: 30_000,
  },
  excused: ['us-east-1', 'us-west-2'],
  injectsFailures: true,
  async act(scene) {
    scene.phase('us-east-1 is lost')
    await scene.inject({ kind: 'lose-region', region: 'us-east-1' })
    const lose = () => scene.inject({ kind: 'lose-region', region: 'us-west-2' })
    const [first] = await Promise.allSettled([
      scene.failover('us-west-2', { deadlineSeconds: 4, whenCalled: lose }),
    ])
    scene.phase(
      first.status === 'fulfilled'
        ? `us-west-2 is lost, its failover ${first.value.state}`
        : 'us-west-2 is lost before its failover begins',
    )
    await scene.failover('ap-northeast-2', { supersedes: true })
    await scene.lastRegion('ap-northeast-2', 30_000)
    scene.phase('ap-northeast-2 is called the last region')
    await scene.untilWritesBy('ap-northeast-2', 20, 60_000)
    scene.phase('ap-northeast-2 writes')
    await scene.letRun(2_000)
  },
}
