import type {
  DeregisterTaskDefinitionCommandInput,
  DeregisterTaskDefinitionResponse,
} from '@aws-sdk/client-ecs'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'
import { taskDefinitionOf } from '../lookups.ts'
import { taskDefinitionShape } from '../task-definition-shape.ts'

/** Takes `family:revision` or an ARN: a family alone would be ambiguous. */
export const deregisterTaskDefinition =
  (control: EcsControl) =>
  (
    { taskDefinition: wanted = '' }: DeregisterTaskDefinitionCommandInput,
    { region }: WireContext,
  ): DeregisterTaskDefinitionResponse => {
    if (!/:\d+$/.test(wanted))
      throw new AwsError('InvalidParameterException', `Invalid revision number. Number: ${wanted}`)
    const found = taskDefinitionOf(control, wanted, region)
    control.definitions.deactivate(found)
    return { taskDefinition: taskDefinitionShape(found, control.definitions) }
  }
