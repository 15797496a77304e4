import type { Drill } from '../drill.ts'
import { LAST } from './roles.ts'

export const replicationPaused: Drill = {
  name: 'replication-paused',
  title: 'Seoul’s replica stands still while everybody writes',
  story: [
    `Replication to ${LAST} is paused for six seconds.`,
    'Visitors who wrote still read it in Seoul: from the next reader, or from the writer.',
  ],
  targets: {
    lostWrites: 0,
    failedWrites: 0,
    failedReads: 0,
    unstoredWrites: 0,
    longestWriteGapMs: 1_000,
  },
  injectsFailures: true,
  async act(scene) {
    scene.phase('Seoul’s replica stands still')
    const pause = await scene.inject({ kind: 'pause-replication', region: LAST })
    await scene.letRun(6_000)
    await pause.heal()
    scene.phase('Seoul’s replica follows again')
    await scene.letRun(2_000)
  },
}
