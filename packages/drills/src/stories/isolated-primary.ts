import type { Drill } from '../drill.ts'
import { NEXT, WRITER } from './roles.ts'

export const isolatedPrimary: Drill = {
  name: 'isolated-primary',
  title: 'Old primary cut off while its own visitors still write to it',
  story: [
    `Every link between ${WRITER} and the other regions is cut; visitors nearby still reach it.`,
    `The operator fails over to ${NEXT}. From its first write on, ${WRITER} may not acknowledge any write.`,
    `What ${WRITER} had accepted while it was cut off is lost, and named.`,
  ],
  targets: {
    lostOnlySince: `${WRITER} is cut off`,
    rtoMs: 1_500,
    failedReads: 0,
    refusedReads: 50,
    unstoredWrites: 0,
    longestWriteGapMs: 5_000,
  },
  excused: [WRITER],
  injectsFailures: true,
  async act(scene) {
    scene.phase(`${WRITER} is cut off`)
    const isolation = await scene.inject({ kind: 'isolate-region', region: WRITER })
    await scene.letRun(1_500)
    await scene.failover(NEXT)
    await scene.untilWritesBy(NEXT, 30, 30_000)
    scene.phase(`${NEXT} writes`)
    await scene.letRun(3_000)
    await isolation.heal()
    scene.phase(`${WRITER} is back`)
    await scene.letRun(2_000)
  },
}
