import type { DescribeTasksCommandInput, DescribeTasksResponse } from '@aws-sdk/client-ecs'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'
import { asks, clusterOf, findTask } from '../lookups.ts'
import { taskShape } from '../task-shape.ts'

const MOST_TASKS = 100

/** Unknown tasks are `failures` in the response, not errors. */
export const describeTasks =
  (control: EcsControl) =>
  (input: DescribeTasksCommandInput, { region }: WireContext): DescribeTasksResponse => {
    const wanted = input.tasks ?? []
    if (wanted.length === 0) throw new AwsError('InvalidParameterException', 'Tasks cannot be empty.')
    if (wanted.length > MOST_TASKS)
      throw new AwsError('InvalidParameterException', `Tasks cannot have more than ${MOST_TASKS} elements.`)
    const cluster = clusterOf(control, input.cluster, region)
    const found = wanted.map((arn) => ({ arn, task: findTask(control, cluster, arn) }))
    return {
      tasks: found.flatMap(({ task }) => (task ? [taskShape(task, asks(input, 'TAGS'))] : [])),
      failures: found.flatMap(({ arn, task }) => (task ? [] : [{ arn, reason: 'MISSING' }])),
    }
  }
