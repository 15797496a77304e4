import type {
  ContainerOverride as ContainerOverrideShape,
  RunTaskCommandInput,
  RunTaskResponse,
} from '@aws-sdk/client-ecs'
import { BoundedMap } from '../../../../kernel/bounded-map.ts'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { RunningTask } from '../../engine/running-task.ts'
import { EcsError } from '../../errors.ts'
import type { TaskDefinitionPlan } from '../../model/ecs-plan.ts'
import type { ContainerOverride } from '../../running.ts'
import type { EcsControl } from '../context.ts'
import { activeTaskDefinitionOf, clusterOf } from '../lookups.ts'
import { tagsFrom } from '../task-definition-shape.ts'
import { taskShape } from '../task-shape.ts'

const MAX_TASKS = 10
const KEPT_TOKENS = 100

/** Responds while the tasks are provisioning; supported overrides are a container's command and environment. */
export const runTask = (control: EcsControl) => {
  const answered = new BoundedMap<string, readonly RunningTask[]>(KEPT_TOKENS)
  return (input: RunTaskCommandInput, { region }: WireContext): RunTaskResponse => {
    const { count = 1, overrides, startedBy, tags } = input
    const network = input.networkConfiguration?.awsvpcConfiguration
    if (!network?.subnets?.length)
      throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
    if (count < 1 || count > MAX_TASKS) throw invalid(`count should be between 1 and ${MAX_TASKS}.`)
    const cluster = clusterOf(control, input.cluster, region)
    const definition = activeTaskDefinitionOf(control, input.taskDefinition, region)
    const request = {
      taskDefinition: definition.arn,
      cluster: cluster.arn,
      subnetIds: network.subnets,
      securityGroupIds: network.securityGroups ?? [],
      tags: tagsFrom(tags),
      ...(startedBy && { startedBy }),
      overrides: overridesOf(definition, overrides?.containerOverrides ?? []),
    }
    const { clientToken = '' } = input
    // A retry with the same client token gets the tasks of the first call.
    const tasks = answered.get(clientToken) ?? Array.from({ length: count }, () => start(control, request))
    if (clientToken !== '') answered.set(clientToken, tasks)
    return { tasks: tasks.map((task) => taskShape(task, true)), failures: [] }
  }
}

function overridesOf(
  { containers }: TaskDefinitionPlan,
  wanted: readonly ContainerOverrideShape[],
): Readonly<Record<string, ContainerOverride>> {
  const named = wanted.map(({ command, environment = [], name = '' }) => {
    if (!containers.some((container) => container.name === name))
      throw invalid(`Override for container named ${name} is not a container in the TaskDefinition.`)
    const variables = environment.map((pair) => [pair.name ?? '', pair.value ?? ''])
    return [
      name,
      { environment: Object.fromEntries(variables), ...(command && command.length > 0 && { command }) },
    ] as const
  })
  return Object.fromEntries(named)
}

function start(control: EcsControl, request: Parameters<EcsControl['startTask']>[0]) {
  try {
    return control.startTask(request)
  } catch (error) {
    if (error instanceof EcsError) throw new AwsError('ClientException', error.message)
    throw error
  }
}

const invalid = (message: string) => new AwsError('InvalidParameterException', message)
