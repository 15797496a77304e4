import type { Drill } from '../drill.ts'
import { LAST } from './roles.ts'

export const seoulCut: Drill = {
  name: 'seoul-cut',
  title: 'Seoul cut off from the other regions',
  story: [
    `Every link between ${LAST} and the other regions is cut for six seconds.`,
    'Seoul goes on reading from its own replica and keeps writes waiting; the other regions notice nothing.',
  ],
  targets: { lostWrites: 0, failedReads: 0, refusedReads: 50, unstoredWrites: 0, longestWriteGapMs: 1_000 },
  injectsFailures: true,
  async act(scene) {
    scene.phase('Seoul is cut off')
    const isolation = await scene.inject({ kind: 'isolate-region', region: LAST })
    await scene.letRun(6_000)
    await isolation.heal()
    scene.phase('Seoul is back')
    await scene.letRun(3_000)
  },
}
