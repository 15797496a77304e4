import type { FaultKind } from '../failure.ts'
import { taskIn } from '../lookups.ts'

/** A crash: the task's processes get SIGKILL, and ECS finds out. */
export const killTask: FaultKind = {
  kind: 'kill-task',
  summary: 'ends the processes of a task without a word',
  prepare(fields, targets) {
    const task = taskIn(fields, targets)
    return {
      subject: { task: task.arn, region: task.region },
      inject() {
        targets.ecs?.killTask(task.arn)
        return undefined
      },
    }
  },
}
