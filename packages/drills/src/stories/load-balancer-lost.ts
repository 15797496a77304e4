import type { Drill } from '../drill.ts'
import { LAST } from './roles.ts'

export const loadBalancerLost: Drill = {
  name: 'load-balancer-lost',
  title: 'Loss of Seoul’s load balancer',
  story: [
    `The load balancer of ${LAST} answers nobody for ten seconds; its tasks and its database go on.`,
    'Reads go to the next region at once. Writes of Seoul’s visitors follow when health checks have moved the DNS answer.',
    'No role is changed, and no operator is needed.',
  ],
  targets: {
    lostWrites: 0,
    detectedWithinMs: 10_000,
    failedReads: 0,
    refusedReads: 50,
    unstoredWrites: 0,
    longestWriteGapMs: 1_000,
    longestVisitorGapMs: 10_000,
  },
  // Three checks of ten seconds, a minute in which resolvers keep the old answer, and a visitor's retry.
  targetsAtAwsPace: { detectedWithinMs: 60_000, longestVisitorGapMs: 120_000 },
  excused: [LAST],
  injectsFailures: true,
  async act(scene) {
    scene.phase('Seoul’s load balancer is lost')
    const loss = await scene.inject({ kind: 'lose-load-balancer', region: LAST })
    await scene.letRun(10_000)
    await loss.heal()
    scene.phase('Seoul’s load balancer is back')
    await scene.letRun(3_000)
  },
}
