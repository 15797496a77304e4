import type { Drill } from '../drill.ts'
import { NEXT, WRITER } from './roles.ts'

const WRITES_TO_SEE = 30
const WITHIN_MS = 30_000

export const plannedSwitchover: Drill = {
  name: 'planned-switchover',
  title: 'Planned switchover under load, and back',
  story: [
    `The writer moves to ${NEXT} while all three regions write and read.`,
    'When every member follows, it moves back.',
  ],
  targets: {
    lostWrites: 0,
    failedWrites: 0,
    failedReads: 0,
    unstoredWrites: 0,
    longestWriteGapMs: 300,
  },
  injectsFailures: false,
  async act(scene) {
    scene.phase(`switchover to ${NEXT}`)
    await scene.switchover(NEXT)
    await scene.untilWritesBy(NEXT, WRITES_TO_SEE, WITHIN_MS)
    await scene.letRun(2_000)
    scene.phase('and back')
    await scene.switchover(WRITER)
    await scene.untilWritesBy(WRITER, WRITES_TO_SEE, WITHIN_MS)
  },
}
