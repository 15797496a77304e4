import type { Drill } from '../drill.ts'
import { LAST, NEXT, WRITER } from './roles.ts'

const LOST = [NEXT, LAST]

export const twoRegionsLost: Drill = {
  name: 'two-regions-lost',
  title: `Both secondary regions lost; the operator says that ${WRITER} is the last`,
  story: [
    `${NEXT} and ${LAST} are lost. ${WRITER} cannot tell that from being cut off, and keeps writes waiting.`,
    'The operator says that it is the last region, and writes go on, also those of a task that starts only then.',
    'Both regions come back; the first to renew its support ends what was said, and nothing is lost.',
  ],
  targets: { lostWrites: 0, failedReads: 0, refusedReads: 50, unstoredWrites: 0, longestWriteGapMs: 12_000 },
  excused: [...LOST],
  injectsFailures: true,
  async act(scene) {
    scene.phase('two regions are lost')
    const losses = await Promise.all(LOST.map((region) => scene.inject({ kind: 'lose-region', region })))
    await scene.lastRegion(WRITER, 30_000)
    scene.phase(`${WRITER} is called the last region`)
    await scene.untilWritesBy(WRITER, 30, 30_000)
    await scene.inject({ kind: 'kill-task', task: await scene.oldestTask(WRITER, 'marketing-api') })
    await scene.letRun(4_000)
    for (const loss of losses) await loss.heal()
    scene.phase('the others are back')
    await scene.letRun(4_000)
  },
}
