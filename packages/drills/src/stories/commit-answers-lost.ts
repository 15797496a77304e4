import type { Drill } from '../drill.ts'
import { LAST, NEXT, WRITER } from './roles.ts'

const CUTS = 5
const CUT_FOR_MS = 400

export const commitAnswersLost: Drill = {
  name: 'commit-answers-lost',
  title: 'Answers of commits lost on the way',
  story: [
    `The link from ${NEXT} and Seoul to ${WRITER} is cut ${CUTS} times for ${CUT_FOR_MS} ms, while their services wait for commits.`,
    'A write whose answer was lost is looked up, not run again: none is lost and none is stored twice.',
  ],
  targets: { lostWrites: 0, failedReads: 0, unstoredWrites: 0, longestWriteGapMs: 2_000 },
  injectsFailures: true,
  async act(scene) {
    for (let cut = 1; cut <= CUTS; cut += 1) {
      scene.phase(`cut ${cut}`)
      const cuts = await Promise.all(
        [NEXT, LAST].map((from) => scene.inject({ kind: 'cut-link', from, to: WRITER })),
      )
      await scene.letRun(CUT_FOR_MS)
      await Promise.all(cuts.map((one) => one.heal()))
      await scene.letRun(1_200)
    }
  },
}
