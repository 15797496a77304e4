import type { Drill } from '../drill.ts'
import { LAST, NEXT, WRITER } from './roles.ts'

export const cascade: Drill = {
  name: 'cascade',
  title: 'The second region dies during the failover to it',
  story: [
    `${WRITER} is lost. As the operator calls for ${NEXT}, that region is lost as well, its control plane included.`,
    `The operator gives that failover up, fails over to ${LAST}, and says that it is the last region.`,
  ],
  targets: {
    lostOnlySince: `${WRITER} is lost`,
    rpoSeconds: 3,
    failedReads: 60,
    refusedReads: 50,
    unstoredWrites: 0,
    longestWriteGapMs: 30_000,
  },
  excused: [WRITER, NEXT],
  injectsFailures: true,
  async act(scene) {
    scene.phase(`${WRITER} is lost`)
    await scene.inject({ kind: 'lose-region', region: WRITER })
    const lose = () => scene.inject({ kind: 'lose-region', region: NEXT })
    const [first] = await Promise.allSettled([scene.failover(NEXT, { deadlineSeconds: 4, whenCalled: lose })])
    scene.phase(
      first.status === 'fulfilled'
        ? `${NEXT} is lost, its failover ${first.value.state}`
        : `${NEXT} is lost before its failover begins`,
    )
    await scene.failover(LAST, { supersedes: true })
    await scene.lastRegion(LAST, 30_000)
    scene.phase(`${LAST} is called the last region`)
    await scene.untilWritesBy(LAST, 20, 60_000)
    scene.phase(`${LAST} writes`)
    await scene.letRun(2_000)
  },
}
