import type { ListHealthChecksRequest, ListHealthChecksResponse } from '@aws-sdk/client-route-53'
import type { Route53Control } from '../context.ts'
import { pageByMarker } from '../listing.ts'
import { healthCheckShape } from '../shapes.ts'

export const listHealthChecks =
  ({ plan }: Route53Control) =>
  (input: ListHealthChecksRequest): ListHealthChecksResponse => {
    const { about, items } = pageByMarker(plan.healthChecks, input)
    return { HealthChecks: items.map(healthCheckShape), ...about }
  }
