import type { WireService } from '../../../kernel/wire-service.ts'
import type { EcsControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { deregisterTaskDefinition } from './operations/deregister-task-definition.ts'
import { describeClusters } from './operations/describe-clusters.ts'
import { describeServices } from './operations/describe-services.ts'
import { describeTaskDefinition } from './operations/describe-task-definition.ts'
import { describeTasks } from './operations/describe-tasks.ts'
import { listClusters } from './operations/list-clusters.ts'
import { listServices } from './operations/list-services.ts'
import { listTaskDefinitions } from './operations/list-task-definitions.ts'
import { listTasks } from './operations/list-tasks.ts'
import { registerTaskDefinition } from './operations/register-task-definition.ts'
import { runTask } from './operations/run-task.ts'
import { stopTask } from './operations/stop-task.ts'
import { updateService } from './operations/update-service.ts'
import { UNKNOWN } from './unknown.ts'

/**
 * ECS's JSON API.
 *
 * Missing: creating and deleting (the program does), task sets, tags. Different: one page holds everything.
 * Client quirk: services and clusters may be named by short name or ARN.
 */
export function createEcsControl(control: EcsControl): WireService {
  return {
    scope: 'ecs',
    protocol: 'json',
    refusals: { invalid: 'InvalidParameterException' },
    namespace: '',
    schemas: () => import('@aws-sdk/client-ecs') as Promise<Record<string, unknown>>,
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: {
      DeregisterTaskDefinition: deregisterTaskDefinition(control),
      DescribeClusters: describeClusters(control),
      DescribeServices: describeServices(control),
      DescribeTaskDefinition: describeTaskDefinition(control),
      DescribeTasks: describeTasks(control),
      ListClusters: listClusters(control),
      ListServices: listServices(control),
      ListTaskDefinitions: listTaskDefinitions(control),
      ListTasks: listTasks(control),
      RegisterTaskDefinition: registerTaskDefinition(control),
      RunTask: runTask(control),
      StopTask: stopTask(control),
      UpdateService: updateService(control),
    },
  }
}
