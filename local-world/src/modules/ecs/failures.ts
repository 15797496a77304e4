// Failures that drills can inject into tasks.
import type { RegionId } from '@meridian/topology'
import { FailureRefusedError } from '../../kernel/errors.ts'
import type { FailureKind, Heal } from '../../kernel/failure.ts'
import type { FailureFields } from '../../kernel/failure-fields.ts'
import type { RunningEcs, TaskView } from './running.ts'

/** A crash: the task's processes get SIGKILL, and ECS has to notice. */
const killTask: FailureKind<RunningEcs> = {
  kind: 'kill-task',
  summary: 'kills the processes of a task',
  prepare(fields, ecs) {
    const task = taskIn(fields, ecs)
    return {
      subject: { task: task.arn, region: task.region },
      inject() {
        ecs.killTask(task.arn)
        return undefined
      },
    }
  },
}

/** A hang: connections stay open without answers. ECS will kill and replace the task when its health checks fail. */
const freezeTask: FailureKind<RunningEcs> = {
  kind: 'freeze-task',
  summary: 'halts the processes of a task; they neither answer nor end',
  prepare(fields, ecs) {
    const task = taskIn(fields, ecs)
    return {
      subject: { task: task.arn, region: task.region },
      inject() {
        ecs.freezeTask(task.arn)
        return () => {
          // The task may have been replaced meanwhile: then there is nothing to thaw.
          if (ecs.tasks().some(({ arn }) => arn === task.arn)) ecs.thawTask(task.arn)
        }
      },
    }
  },
}

export const ECS_FAILURES = [killTask, freezeTask]

export async function loseTasks(ecs: RunningEcs, region: RegionId): Promise<Heal> {
  await ecs.loseRegion(region)
  return () => ecs.restoreRegion(region)
}

/** Every task that has not stopped. */
export async function describeTasks(ecs: RunningEcs) {
  const tasks = presentTasks(ecs).map(({ arn, region, serviceArn, taskDefinitionArn, lastStatus }) => ({
    arn,
    region,
    service: serviceArn?.split('/').at(-1) ?? null,
    taskDefinition: familyOf(taskDefinitionArn),
    status: lastStatus,
  }))
  return { tasks }
}

/** The task in a request, by ARN, id or id prefix. */
function taskIn(fields: FailureFields, ecs: RunningEcs): TaskView {
  const tasks = presentTasks(ecs)
  const names = tasks.map(
    ({ id, region, taskDefinitionArn }) => `${id} (${familyOf(taskDefinitionArn)}, ${region})`,
  )
  const wanted = fields.text('task', `a running task: ${names.join(', ') || '(there is none)'}`)
  const found = tasks.filter(({ arn, id }) => arn === wanted || id.startsWith(wanted))
  const [task, another] = found
  if (task && !another) return task
  throw new FailureRefusedError(
    `${found.length === 0 ? 'No running task is' : 'Several tasks are'} called "${wanted}"; there are ${names.join(', ') || 'none'}`,
  )
}

const presentTasks = (ecs: RunningEcs) => ecs.tasks().filter(({ lastStatus }) => lastStatus !== 'STOPPED')

const familyOf = (taskDefinitionArn: string): string =>
  taskDefinitionArn.split('/').at(-1) ?? taskDefinitionArn
