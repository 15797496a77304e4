import type { DisableHttpEndpointRequest, DisableHttpEndpointResponse } from '@aws-sdk/client-rds'
import { clusterWithArn, type RdsControl } from '../context.ts'

/** Ends SQL over HTTP; a cluster that did not take it stays as it is. */
export function disableHttpEndpoint({ states, http }: RdsControl) {
  return ({ ResourceArn = '' }: DisableHttpEndpointRequest): DisableHttpEndpointResponse => {
    clusterWithArn(states(), ResourceArn)
    http.disable(ResourceArn)
    return { ResourceArn, HttpEndpointEnabled: false }
  }
}
