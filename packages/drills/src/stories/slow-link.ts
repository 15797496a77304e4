import type { Drill } from '../drill.ts'
import { LAST, WRITER } from './roles.ts'

export const slowLink: Drill = {
  name: 'slow-link',
  title: 'A slow, narrow and unsteady link from Seoul to the writer',
  story: [
    `The link between ${LAST} and ${WRITER} takes 700 ms ± 100 ms and carries 5 Mbps for eight seconds.`,
    'Seoul writes slowly; nothing fails, and no visitor reads stale data.',
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
    scene.phase('the link is slow')
    const slow = { rttMs: 700, jitterMs: 100, bandwidthMbps: 5 }
    const link = await scene.inject({
      kind: 'slow-link',
      from: LAST,
      to: WRITER,
      ...slow,
    })
    await scene.letRun(8_000)
    await link.heal()
    scene.phase('the link is as before')
    await scene.letRun(2_000)
  },
}
