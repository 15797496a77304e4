import type { EnableHttpEndpointRequest, EnableHttpEndpointResponse } from '@aws-sdk/client-rds'
import { AwsError } from '../../../../kernel/wire-service.ts'
import { clusterWithArn, type RdsControl } from '../context.ts'

/** Enables SQL over HTTP on a writable cluster: one of the program's, or one restored from a snapshot. */
export function enableHttpEndpoint({ states, http }: RdsControl) {
  return ({ ResourceArn = '' }: EnableHttpEndpointRequest): EnableHttpEndpointResponse => {
    const { state, cluster } = clusterWithArn(states(), ResourceArn)
    if (cluster.status !== 'available')
      throw new AwsError(
        'InvalidResourceStateFault',
        `The cluster ${cluster.plan.id} is ${cluster.status}, not available.`,
      )
    if (cluster.plan.id !== state.writerClusterId)
      throw new AwsError(
        'InvalidResourceStateFault',
        `The cluster ${cluster.plan.id} is a secondary; this world enables HTTP on clusters that write.`,
      )
    http.enable(ResourceArn)
    return { ResourceArn, HttpEndpointEnabled: true }
  }
}
