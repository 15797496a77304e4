import type { Drill } from '../drill.ts'
import { LAST, NEXT, WRITER } from './roles.ts'

const HELD_MS = 2_000

export const regionLoss: Drill = {
  name: 'region-loss',
  title: `Loss of ${WRITER} with replication held two seconds behind`,
  story: [
    `Replication to both secondaries is held ${HELD_MS / 1_000} s behind.`,
    `${WRITER} is lost: tasks, databases, load balancer and control plane.`,
    `The operator fails over to ${NEXT}. Exactly what had not left ${WRITER} is lost.`,
    `${WRITER} comes back and follows as a reader.`,
  ],
  targets: {
    lostOnlySince: 'replication is held',
    rpoSeconds: 3.5,
    detectedWithinMs: 10_000,
    rtoMs: 1_000,
    failedReads: 0,
    refusedReads: 50,
    unstoredWrites: 0,
    longestWriteGapMs: 5_000,
  },
  // AWS's own steps take some 70 s in the world (local-world/src/modules/rds/SPEC.md); no writes succeed meanwhile.
  targetsAtAwsPace: {
    detectedWithinMs: 60_000,
    rtoMs: 120_000,
    refusedReads: 200,
    longestWriteGapMs: 150_000,
  },
  excused: [WRITER],
  injectsFailures: true,
  async act(scene) {
    scene.phase('replication is held')
    for (const region of [NEXT, LAST]) await scene.inject({ kind: 'delay-replication', region, ms: HELD_MS })
    await scene.letRun(HELD_MS + 1_000)
    scene.phase(`${WRITER} is lost`)
    await scene.inject({ kind: 'lose-region', region: WRITER })
    await scene.failover(NEXT)
    await scene.untilWritesBy(NEXT, 30, 30_000)
    scene.phase(`${NEXT} writes`)
    await scene.letRun(2_000)
  },
}
