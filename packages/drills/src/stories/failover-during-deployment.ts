import type { Drill } from '../drill.ts'
import { LAST, NEXT, WRITER } from './roles.ts'

export const failoverDuringDeployment: Drill = {
  name: 'failover-during-deployment',
  title: 'Failover in the middle of a rolling deployment',
  story: [
    `A new deployment of marketing-api begins in ${NEXT} and Seoul.`,
    `While old tasks drain and new ones start, ${WRITER} is lost and the operator fails over to ${NEXT}.`,
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
  excused: [WRITER],
  injectsFailures: true,
  async act(scene) {
    scene.phase('deployment begins')
    await scene.deploy(NEXT, 'marketing-api')
    await scene.deploy(LAST, 'marketing-api')
    await scene.letRun(500)
    scene.phase(`${WRITER} is lost`)
    await scene.inject({ kind: 'lose-region', region: WRITER })
    await scene.failover(NEXT)
    await scene.untilWritesBy(NEXT, 30, 30_000)
    scene.phase(`${NEXT} writes`)
    await scene.letRun(2_000)
  },
}
