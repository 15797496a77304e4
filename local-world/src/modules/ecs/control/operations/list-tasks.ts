import type { ListTasksCommandInput, ListTasksResponse } from '@aws-sdk/client-ecs'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'
import { clusterOf, findService, pageOfArns } from '../lookups.ts'

/** Running tasks unless stopped ones are requested. */
export const listTasks =
  (control: EcsControl) =>
  (input: ListTasksCommandInput, { region }: WireContext): ListTasksResponse => {
    const cluster = clusterOf(control, input.cluster, region)
    const service = input.serviceName ? findService(control, cluster, input.serviceName) : undefined
    if (input.serviceName && !service) throw new AwsError('ServiceNotFoundException', 'Service not found.')
    const desiredStatus = input.desiredStatus ?? 'RUNNING'
    const tasks = control
      .tasks()
      .map((task) => ({ family: task.request.definition.family, view: task.view() }))
      .filter(({ view }) => view.clusterArn === cluster.arn && view.desiredStatus === desiredStatus)
      .filter(({ view }) => !service || view.serviceArn === service.plan.arn)
      .filter(({ family }) => !input.family || family === input.family)
    const { arns, nextToken } = pageOfArns(
      tasks.map(({ view }) => view.arn),
      input,
    )
    return { taskArns: arns, nextToken }
  }
