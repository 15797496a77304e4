import type { StopTaskCommandInput, StopTaskResponse } from '@aws-sdk/client-ecs'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'
import { clusterOf, findTask } from '../lookups.ts'
import { taskShape } from '../task-shape.ts'

/** Responds at once; the task stops in the background. */
export const stopTask =
  (control: EcsControl) =>
  (input: StopTaskCommandInput, { region }: WireContext): StopTaskResponse => {
    const cluster = clusterOf(control, input.cluster, region)
    const task = findTask(control, cluster, input.task ?? '')
    if (!task) throw new AwsError('InvalidParameterException', 'The referenced task was not found.')
    void control.stopTask(task.arn, input.reason)
    return { task: taskShape(task) }
  }
