import type { Drill } from '../drill.ts'
import { isolatedPrimary } from './isolated-primary.ts'
import { NEXT, WRITER } from './roles.ts'

export const isolatedPrimaryRestarts: Drill = {
  ...isolatedPrimary,
  name: 'isolated-primary-restarts',
  title: 'Old primary cut off, and its tasks replaced and deployed again meanwhile',
  story: [
    `Every link between ${WRITER} and the other regions is cut; visitors nearby still reach it.`,
    `The operator fails over to ${NEXT}. In ${WRITER} a task dies and another takes its place, then all are deployed again.`,
    `None of the new tasks has heard of another region. From the first write in ${NEXT} on, none of them may say that a write is stored.`,
  ],
  async act(scene) {
    scene.phase(`${WRITER} is cut off`)
    const isolation = await scene.inject({ kind: 'isolate-region', region: WRITER })
    await scene.letRun(1_500)
    await scene.failover(NEXT)
    await scene.untilWritesBy(NEXT, 30, 30_000)
    scene.phase(`a task dies in ${WRITER}`)
    await scene.inject({ kind: 'kill-task', task: await scene.oldestTask(WRITER, 'marketing-api') })
    await scene.letRun(4_000)
    await scene.deploy(WRITER, 'marketing-api')
    await scene.letRun(6_000)
    await isolation.heal()
    scene.phase(`${WRITER} is back`)
    await scene.letRun(2_000)
  },
}
