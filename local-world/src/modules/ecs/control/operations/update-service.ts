import type { UpdateServiceCommandInput, UpdateServiceResponse } from '@aws-sdk/client-ecs'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'
import { activeTaskDefinitionOf, clusterOf, findService } from '../lookups.ts'
import { serviceShape } from '../shapes.ts'

const INTERPRETED = new Set(['cluster', 'desiredCount', 'forceNewDeployment', 'service', 'taskDefinition'])

/** Changes the desired count or revision, or forces a deployment; all else can only be changed in the program. */
export const updateService =
  (control: EcsControl) =>
  (input: UpdateServiceCommandInput, { region }: WireContext): UpdateServiceResponse => {
    const other = Object.entries(input).find(([key, value]) => value !== undefined && !INTERPRETED.has(key))
    if (other) {
      throw new AwsError(
        'InvalidParameterException',
        `This world does not change ${other[0]}; change the program.`,
      )
    }
    const service = findService(control, clusterOf(control, input.cluster, region), input.service ?? '')
    if (!service) throw new AwsError('ServiceNotFoundException', 'Service not found.')
    const wanted = input.taskDefinition && activeTaskDefinitionOf(control, input.taskDefinition, region)
    if (input.desiredCount !== undefined) {
      if (input.desiredCount < 0)
        throw new AwsError('InvalidParameterException', 'Desired count cannot be negative.')
      service.scaleTo(input.desiredCount)
    }
    // The running revision is no reason to replace tasks, unless a deployment is forced.
    const definition = wanted || service.deployment.definition
    if (input.forceNewDeployment || definition !== service.deployment.definition) service.deploy(definition)
    return { service: serviceShape(service) }
  }
