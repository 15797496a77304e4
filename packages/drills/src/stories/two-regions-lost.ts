import type { Drill } from '../drill.ts'

const LOST = ['us-west-2', 'ap-northeast-2'] as const

export const twoRegionsLost: Drill = {
  name: 'two-regions-lost',
  title: 'Both secondary regions lost; the operator says that us-east-1 is the last',
  story: [
    'us-west-2 and ap-northeast-2 are lost. us-east-1 cannot tell that from being cut off, and keeps writes waiting.',
    'The operator says that it is the last region, and writes go on, also those of a task that starts only then.',
    'Both regions come back; the first to renew its support ends what was said, and nothing is lost.',
  ],
  targets: { lostWrites: 0, failedReads: 0, refusedReads: 50, unstoredWrites: 0, longestWriteGapMs: 12_000 },
  excused: [...LOST],
  injectsFailures: true,
  async act(scene) {
    scene.phase('two regions are lost')
    const losses = await Promise.all(LOST.map((region) => scene.inject({ kind: 'lose-region', region })))
    await scene.lastRegion('us-east-1', 30_000)
    scene.phase('us-east-1 is called the last region')
    await scene.untilWritesBy('us-east-1', 30, 30_000)
    await scene.inject({ kind: 'kill-task', task: await scene.oldestTask('us-east-1', 'marketing-api') })
    await scene.letRun(4_000)
    for (const loss of losses) await loss.heal()
    scene.phase('the others are back')
    await scene.letRun(4_000)
  },
}
