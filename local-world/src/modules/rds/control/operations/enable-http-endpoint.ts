import type { EnableHttpEndpointRequest, EnableHttpEndpointResponse } from '@aws-sdk/client-rds'
import { WireFault } from '../../../../kernel/wire-service.ts'
import type { RdsControl } from '../context.ts'

/** Lets a restored cluster take SQL over HTTP; whether the program's do, is the program's business. */
export function enableHttpEndpoint({ states, restored }: RdsControl) {
  return ({ ResourceArn = '' }: EnableHttpEndpointRequest): EnableHttpEndpointResponse => {
    const clusters = states().flatMap((state) => [...state.clusters.values()])
    const cluster = clusters.find(({ plan }) => plan.arn === ResourceArn)
    if (!cluster)
      throw new WireFault(
        'ResourceNotFoundFault',
        `The specified resource ${ResourceArn} was not found.`,
        404,
      )
    if (cluster.status !== 'available')
      throw new WireFault(
        'InvalidResourceStateFault',
        `The cluster ${cluster.plan.id} is ${cluster.status}, not available.`,
      )
    if (!restored.has(ResourceArn))
      throw new WireFault(
        'InvalidResourceStateFault',
        `${ResourceArn} belongs to the program; this world enables HTTP on clusters that were restored from a snapshot.`,
      )
    restored.enableHttpEndpoint(ResourceArn)
    return { ResourceArn, HttpEndpointEnabled: true }
  }
}
