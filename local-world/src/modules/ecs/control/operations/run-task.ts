import type { RunTaskCommandInput, RunTaskResponse } from '@aws-sdk/client-ecs'
import { type WireContext, WireFault } from '../../../../kernel/wire-service.ts'
import { EcsError } from '../../errors.ts'
import type { EcsControl } from '../context.ts'
import { activeTaskDefinitionOf, clusterOf } from '../lookups.ts'
import { taskShape } from '../shapes.ts'

const MAX_TASKS = 10

/** Answers while the tasks are being provisioned; of overrides only the first container's environment is taken. */
export const runTask =
  (control: EcsControl) =>
  (input: RunTaskCommandInput, { region }: WireContext): RunTaskResponse => {
    const { count = 1, overrides, startedBy } = input
    const network = input.networkConfiguration?.awsvpcConfiguration
    if (!network?.subnets?.length)
      throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
    if (count < 1 || count > MAX_TASKS) throw invalid(`count should be between 1 and ${MAX_TASKS}.`)
    const cluster = clusterOf(control, input.cluster, region)
    const environment = overrides?.containerOverrides?.[0]?.environment ?? []
    const request = {
      taskDefinition: activeTaskDefinitionOf(control, input.taskDefinition, region).arn,
      cluster: cluster.arn,
      subnetIds: network.subnets,
      securityGroupIds: network.securityGroups ?? [],
      environment: Object.fromEntries(environment.map(({ name = '', value = '' }) => [name, value])),
    }
    const tasks = Array.from({ length: count }, () => start(control, request))
    return {
      tasks: tasks.map((task) => ({ ...taskShape(task, control.runners), ...(startedBy && { startedBy }) })),
      failures: [],
    }
  }

function start(control: EcsControl, request: Parameters<EcsControl['startTask']>[0]) {
  try {
    return control.startTask(request)
  } catch (error) {
    if (error instanceof EcsError) throw new WireFault('ClientException', error.message)
    throw error
  }
}

const invalid = (message: string) => new WireFault('InvalidParameterException', message)
