import type { DescribeServicesCommandInput, DescribeServicesResponse } from '@aws-sdk/client-ecs'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'
import { asks, clusterOf, findService } from '../lookups.ts'
import { serviceShape } from '../shapes.ts'

const MAX_SERVICES = 10

/** Unknown services are `failures` in the response, not errors. */
export const describeServices =
  (control: EcsControl) =>
  (input: DescribeServicesCommandInput, { region }: WireContext): DescribeServicesResponse => {
    const wanted = input.services ?? []
    if (wanted.length === 0) throw new AwsError('InvalidParameterException', 'Services cannot be empty.')
    if (wanted.length > MAX_SERVICES) {
      throw new AwsError(
        'InvalidParameterException',
        `Services cannot have more than ${MAX_SERVICES} elements.`,
      )
    }
    const cluster = clusterOf(control, input.cluster, region)
    const found = wanted.map((name) => ({ name, service: findService(control, cluster, name) }))
    return {
      services: found.flatMap(({ service }) => (service ? [serviceShape(service, asks(input, 'TAGS'))] : [])),
      failures: found.flatMap(({ name, service }) => (service ? [] : [{ arn: name, reason: 'MISSING' }])),
    }
  }
