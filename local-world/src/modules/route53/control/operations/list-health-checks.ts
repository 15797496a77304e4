import type { ListHealthChecksResponse } from '@aws-sdk/client-route-53'
import type { Route53Control } from '../context.ts'
import { healthCheckShape } from '../shapes.ts'

const MAX_ITEMS = 100

export const listHealthChecks =
  ({ plan }: Route53Control) =>
  (): ListHealthChecksResponse => ({
    HealthChecks: plan.healthChecks.map(healthCheckShape),
    Marker: '',
    IsTruncated: false,
    MaxItems: MAX_ITEMS,
  })
