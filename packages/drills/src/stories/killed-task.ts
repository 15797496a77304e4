import { REGION_IDS } from '@meridian/topology'
import type { Drill } from '../drill.ts'

export const killedTask: Drill = {
  name: 'killed-task',
  title: 'A service process killed in every region under load',
  story: [
    'One task of marketing-api after the other is killed without warning, region by region.',
    'Requests that it was working on break off; visitors try again, and every lead is stored once.',
  ],
  targets: {
    lostWrites: 0,
    failedWrites: 60,
    failedReads: 30,
    unstoredWrites: 0,
    longestWriteGapMs: 1_000,
  },
  injectsFailures: true,
  async act(scene) {
    for (const region of REGION_IDS) {
      scene.phase(`a task dies in ${region}`)
      await scene.inject({ kind: 'kill-task', task: await scene.oldestTask(region, 'marketing-api') })
      await scene.letRun(3_000)
    }
  },
}
