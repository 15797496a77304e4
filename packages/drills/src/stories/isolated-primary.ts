import type { Drill } from '../drill.ts'

export const isolatedPrimary: Drill = {
  name: 'isolated-primary',
  title: 'Old primary cut off while its own visitors still write to it',
  story: [
    'Every link between us-east-1 and the other regions is cut; visitors nearby still reach it.',
    'The operator fails over to us-west-2. From its first write on, us-east-1 may not acknowledge any write.',
    'What us-east-1 had accepted while it was cut off is lost, and named.',
  ],
  targets: {
    lostOnlySince: 'us-east-1 is cut off',
    rtoMs: 1_500,
    failedReads: 0,
    refusedReads: 50,
    unstoredWrites: 0,
    longestWriteGapMs: 5_000,
  },
  excused: ['us-east-1'],
  injectsFailures: true,
  async act(scene) {
    scene.phase('us-east-1 is cut off')
    const isolation = await scene.inject({ kind: 'isolate-region', region: 'us-east-1' })
    await scene.letRun(1_500)
    await scene.failover('us-west-2')
    await scene.untilWritesBy('us-west-2', 30, 30_000)
    scene.phase('us-west-2 writes')
    await scene.letRun(3_000)
    await isolation.heal()
    scene.phase('us-east-1 is back')
    await scene.letRun(2_000)
  },
}
