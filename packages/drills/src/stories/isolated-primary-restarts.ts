import type { Drill } from '../drill.ts'
import { isolatedPrimary } from './isolated-primary.ts'

export const isolatedPrimaryRestarts: Drill = {
  ...isolatedPrimary,
  name: 'isolated-primary-restarts',
  title: 'Old primary cut off, and its tasks replaced and deployed again meanwhile',
  story: [
    'Every link between us-east-1 and the other regions is cut; visitors nearby still reach it.',
    'The operator fails over to us-west-2. In us-east-1 a task dies and another takes its place, then all are deployed again.',
    'None of the new tasks has heard of another region. From the first write in us-west-2 on, none of them may say that a write is stored.',
  ],
  async act(scene) {
    scene.phase('us-east-1 is cut off')
    const isolation = await scene.inject({ kind: 'isolate-region', region: 'us-east-1' })
    await scene.letRun(1_500)
    await scene.failover('us-west-2')
    await scene.untilWritesBy('us-west-2', 30, 30_000)
    scene.phase('a task dies in us-east-1')
    await scene.inject({ kind: 'kill-task', task: await scene.oldestTask('us-east-1', 'marketing-api') })
    await scene.letRun(4_000)
    await scene.deploy('us-east-1', 'marketing-api')
    await scene.letRun(6_000)
    await isolation.heal()
    scene.phase('us-east-1 is back')
    await scene.letRun(2_000)
  },
}
