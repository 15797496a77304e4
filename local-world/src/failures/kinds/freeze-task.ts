import type { FaultKind } from '../failure.ts'
import { taskIn } from '../lookups.ts'

/** A hang: connections stay open and nobody answers. ECS will kill and replace the task when health checks say so. */
export const freezeTask: FaultKind = {
  kind: 'freeze-task',
  summary: 'halts the processes of a task; they neither answer nor end',
  prepare(fields, targets) {
    const task = taskIn(fields, targets)
    return {
      subject: { task: task.arn, region: task.region },
      inject() {
        targets.ecs?.freezeTask(task.arn)
        return () => {
          // It may have been replaced and forgotten meanwhile: then there is nothing to wake.
          if (targets.ecs?.tasks().some(({ arn }) => arn === task.arn)) targets.ecs.thawTask(task.arn)
        }
      },
    }
  },
}
