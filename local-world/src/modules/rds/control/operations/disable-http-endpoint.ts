import type { DisableHttpEndpointRequest, DisableHttpEndpointResponse } from '@aws-sdk/client-rds'
import { clusterWithArn, type RdsControl } from '../context.ts'

/** Disables SQL over HTTP; no effect on a cluster where it is not enabled. */
export function disableHttpEndpoint({ states, http }: RdsControl) {
  return ({ ResourceArn = '' }: DisableHttpEndpointRequest): DisableHttpEndpointResponse => {
    clusterWithArn(states(), ResourceArn)
    http.disable(ResourceArn)
    return { ResourceArn, HttpEndpointEnabled: false }
  }
}
